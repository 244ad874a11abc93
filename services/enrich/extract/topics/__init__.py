"""Topics of a release and of its events: concepts of the taxonomy, found by phrases and weighed by their context."""

from services.enrich.extract.topics.context import PLACE
from services.enrich.extract.topics.decide import Said, concepts_said, event_topics, release_topics
from services.enrich.extract.topics.find import find_concepts
from services.enrich.extract.topics.model import ConceptMention

__all__ = ["PLACE", "ConceptMention", "Said", "concepts_said", "event_topics", "find_concepts", "release_topics"]
