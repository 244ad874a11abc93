import socket

from services.cli.probes import free_ports, is_free


def test_free_ports_are_different_and_nobody_listens_on_them() -> None:
    ports = free_ports(50)
    assert len(set(ports)) == len(ports) == 50
    assert all(map(is_free, ports))


def test_an_outgoing_connection_never_takes_a_free_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        for _ in range(50):
            with socket.create_connection(listening.getsockname()) as outgoing:
                assert outgoing.getsockname()[1] > max(free_ports(50))


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert not is_free(listening.getsockname()[1])
