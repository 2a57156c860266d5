"""Over all questions, neither the place of the right option nor its length nor its wording gives it away."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.bank import ARGUING, ENOUGH, LENGTH, POSITION, Bank

RULE = "quiz-balance"


def check(course: Course) -> Iterator[Finding]:
    bank = Bank(course)
    if len(bank.four) >= ENOUGH:
        low, high = POSITION
        for letter, questions in bank.positions.items():
            share = len(questions) / len(bank.four)
            page, quiz = questions[-1] if questions else bank.four[-1]
            if not low <= share <= high:
                yield Finding(
                    page.source, quiz.line, RULE,
                    f"the right option is {letter} in {len(questions)} of {len(bank.four)} questions with four ({share:.0%})",
                    f"Between {low:.0%} and {high:.0%} is wanted at each place: move right options to another one",
                )
    if len(bank.questions) < ENOUGH:
        return
    for name, questions in (("longest", bank.longest), ("shortest", bank.shortest)):
        if len(questions) > LENGTH * len(bank.questions):
            page, quiz = questions[-1]
            yield Finding(
                page.source, quiz.line, RULE,
                f"the {name} option is a right one in {len(questions)} of {len(bank.questions)} questions "
                f"({len(questions) / len(bank.questions):.0%})",
                f"At most {LENGTH:.0%}: change the length of right or wrong options; `course questions --list` names them",
            )
    right = sum(correct for _, _, correct in bank.arguing)
    if len(bank.arguing) >= ENOUGH and right < ARGUING * len(bank.arguing):
        page, quiz, _ = bank.arguing[-1]
        yield Finding(
            page.source, quiz.line, RULE,
            f"of {len(bank.arguing)} options that argue with 'because' or 'since', {right} are right",
            f"At least {ARGUING:.0%}: take the argument out of wrong options, or let right ones argue as well",
        )
