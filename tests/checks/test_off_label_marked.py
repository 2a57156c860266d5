import shutil

import pytest

from course.model.off_label import load_topics
from course.paths import Paths
from tests.support import KETTLE, Draft, assert_only

RULE = "off-label-marked"
TOPICS = "data/off-label-topics.yml"


@pytest.fixture
def told(draft: Draft, repo: Paths) -> Draft:
    """The small course with the real list of topics."""
    shutil.copy2(repo.off_label_topics, draft.paths.off_label_topics)
    return draft


@pytest.mark.parametrize("text", [
    "Inject the masseter low.", "Off-label, inject the masseter low.", "Gummy smile responds to it.",
    "The forehead-alone scheme works.", "Preserved saline hurts less.", "Lip lines are treated in four points.",
    "The label is silent: inject the masseter.", "A touch-up is added when a line remains.",
    "Sweaty palms are injected in a grid.",
    "A mixed vial with toxin is shared by more than one patient.",
])
def test_bad(told: Draft, text: str) -> None:
    line = told.append(KETTLE, text)
    assert_only(told, "off-label-marked", KETTLE, line, "off-label practice outside an off-label block")


def test_bad_dose(told: Draft) -> None:
    line = told.append(KETTLE, "Masseter: 25 Units of abobotulinumtoxinA. [@clark2020]")
    assert (RULE, line) in [(finding.rule, finding.line) for finding in told.findings()]


@pytest.mark.parametrize("text", [
    "/// off-label | Masseter\nInject the masseter low. [@clark2020]\n///",
    "The label has no masseter dose, and nobody gives one.",
    "The masseter closes the jaw.",
    "Do not inject the masseter.",
    "A gummy smile is off-label.",
    "Inject the corrugator low.",
])
def test_good(told: Draft, text: str) -> None:
    told.append(KETTLE, text)
    assert told.findings() == []


def test_good_question_and_wrong_option(told: Draft) -> None:
    told.replace(KETTLE, "Where does the spout point?", "She wants the masseter injected. Where does the spout point?")
    told.replace(KETTLE, "* [ ] To the guests", "* [ ] Inject the masseter")
    assert told.findings() == []


@pytest.mark.parametrize(("old", "new"), [
    ("  words: [gummy smile,", "  word: [gummy smile,"), ("- id: masseter", "- id: Masseter!"), ("topics:", "topic:"),
])
def test_bad_list(told: Draft, old: str, new: str) -> None:
    """A fault in the list is one finding of the rule, or two where a key is wrong, and never silence."""
    told.replace(TOPICS, f"\n{old}" if old == "topics:" else old, f"\n{new}" if old == "topics:" else new)
    findings = told.findings()
    assert findings
    assert {(finding.rule, finding.path) for finding in findings} == {(RULE, TOPICS)}


def test_real_list(repo: Paths) -> None:
    topics, faults = load_topics(repo, RULE)
    assert faults == []
    assert len(topics) > 15
    assert len({topic.id for topic in topics}) == len(topics)
    masseter = next(topic for topic in topics if topic.id == "masseter")
    assert masseter.found_in("A slimmer-jaw plan")
    assert masseter.found_in("The Masseter")
    assert not masseter.found_in("The masseterplan")
    above = next(topic for topic in topics if topic.id == "lid-drops")
    assert above.found_in("oxymetazoline after toxin")
    assert not above.found_in("oxymetazoline in acquired ptosis")


def test_without_a_list(draft: Draft) -> None:
    draft.append(KETTLE, "Inject the masseter low.")
    assert draft.findings() == []
