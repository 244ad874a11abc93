"""The plumbing shared by the services: settings, logs, errors, Kafka clients, health, metrics, watchdog, clock."""
