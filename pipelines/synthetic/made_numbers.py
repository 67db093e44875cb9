"""Tells the patient numbers of the synthetic hospital from those of others."""

from collections.abc import Set

from pipelines.synthetic.reconstructed import FAULTY, FIRST_NUMBER, NUMBERS, SCREENED_OUT, STRIDE

FEWEST = 1000  # patients whose numbers count in a hospital of any size
ROOM_OF_FAULTY = 200_000  # what lies between the number of the first patient with a fault and that of the last
SECOND_NUMBER = 2 * FAULTY + 900_000  # a patient with a fault may stand under a second number


def numbers_of_others(numbers: Set[str]) -> set[str]:
    """Return those of the normalised numbers of a drop that no drop of the synthetic hospital holds, not even a dirty one.

    A dirty drop holds numbers of its own patients without their zero in front, or with two digits swapped; both stand there right, too.
    """
    made = {number for number in numbers if _is_made(number, len(numbers))}
    return {number for number in numbers - made if not _meant_by(number) & made}


def _is_made(number: str, patients: int) -> bool:
    if len(number) != 8 or not number.isascii() or not number.isdigit() or number[0] != "0":
        return False
    index = (int(number) - FIRST_NUMBER) * pow(STRIDE, -1, NUMBERS) % NUMBERS
    rooms = ((1, max(patients, FEWEST)), (SCREENED_OUT, max(patients, FEWEST)), (FAULTY, ROOM_OF_FAULTY), (SECOND_NUMBER, ROOM_OF_FAULTY))
    return any(0 <= (index - first) % NUMBERS < room for first, room in rooms)


def _meant_by(number: str) -> set[str]:
    swapped = {number[:place] + number[place + 1] + number[place] + number[place + 2 :] for place in range(len(number) - 1)}
    return swapped | {number.zfill(8)}
