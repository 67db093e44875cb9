"""Draws histories of patients for the comparison of the SQL with plain Python (tests/cohort/mrecist_in_python.py says their form).

A history has one or two courses, two or three readers who often differ, an adjudicator who sometimes reads, lesions or sums alone, exams
not evaluable or not done, unscheduled, two on one day. Nodes by organ or kind, with a short axis or without, at the porta hepatis or
elsewhere; targets that split or merge, also with a non-target, by name or as said; lesions too small to measure; targets that come late;
infiltrative tumour and vein thrombosis as non-targets; new nodules of any size and pattern that grow, take on the pattern, stay or go; new
nodes, effusions and thrombi; baseline targets of 0 mm; responses recorded whole, in parts, and without a sum. The total diameters go their
own way.
"""

from tests.cohort.mrecist_in_python import READERS

FACTORS = (0, 0, 0.5, 0.69, 0.7, 0.71, 0.84, 0.9, 1, 1, 1.1, 1.19, 1.2, 1.21)  # at, below and above the limits of 30 % and 20 %
TOTAL_FACTORS = (0, 0.5, 0.69, 0.7, 0.71, 0.9, 1, 1, 1, 1.1, 1.19, 1.2, 1.21, 1.3)
ACROSS = (0, 5, 7.9, 8, 9.8, 9.9, 10, 11, 14.9, 15, 18, 19.9, 20, 22, 24, 30)  # at, below and above 10, 15 and 20 mm
NODULES = (5, 7, 9.9, 10, 12, 17, 19.9, 20, 25, 35)
RESPONSES = ("CR", "PR", "SD", "PD", "NE", "ND", "NON-CR/NON-PD")
WITH_NON_TARGET = ("merge with a non-target", "merge with a non-target, said")
BLANK = dict.fromkeys(("kind", "viable", "total", "axis", "enhances", "washout", "cytology", "split_from", "merged_with"))


def draw_history(random_, kinds, readers):
    """Draw a patient: a course of HAIC, and sometimes one of ate-beva before it with a baseline of its own; count the kinds drawn."""
    history = {"HAIC": draw_course(random_, -3, random_.choice((-1, 0, 14, 14, 27, 28, 28, 56)), kinds, readers)}
    if random_.random() < 0.3:
        history["ATE_BEVA"] = draw_course(random_, -300, -250, kinds, readers)
    return history


def draw_course(random_, baseline_day, first_day, kinds, count):
    """Draw the exams of a course that so many readers read, the baseline first."""
    readers = {name: Reader(random_, kinds, sends_lesions=random_.random() < 0.85) for name in READERS[:count]}
    for name in READERS[1:count]:
        if random_.random() < 0.6:
            readers[name].measures_as(readers["R1"])
    first = {name: reader.read(is_baseline=True) for name, reader in readers.items()}
    exams = [{"number": 0, "day": baseline_day, "timepoint": 0, "is_unscheduled": False, "reads": first}]
    last = first_day
    for number in range(1, random_.randint(0, 6) + 1):
        exam = {"number": number, "day": last, "timepoint": number, "is_unscheduled": random_.random() < 0.1, "reads": {}}
        if exam["is_unscheduled"]:  # UNS, or the number of the exam before and a point
            exam["timepoint"] = random_.choice((1, max(exams[-1]["timepoint"], 1)))
            kinds["unscheduled exam"] += 1
        shared = random_.choice(FACTORS)
        for name, reader in readers.items():
            reader.grow(shared if random_.random() < 0.8 else random_.choice(FACTORS))
            read = reader.read()
            if random_.random() < 0.97:
                exam["reads"][name] = read
        if random_.random() < 0.3 or not exam["reads"]:
            exam["reads"]["ADJ"] = {"lesions": None, "sum": None, "sum_total": None, "new": False, "target": None, "non_target": None}
            exam["reads"]["ADJ"]["overall"] = random_.choice((None, *RESPONSES))
        exams.append(exam)
        last += random_.choices((0, 14, 27, 28, 29, 56), (1, 5, 5, 5, 5, 5))[0]
        if last <= 0 < exam["day"] + 1:
            last += 1
    return sorted(exams, key=lambda exam: (exam["number"] > 0, exam["day"], exam["timepoint"], exam["number"]))


class Reader:
    """One reader of a course, with the lesions that he follows."""

    def __init__(self, random_, kinds, *, sends_lesions):
        self.random, self.kinds, self.sends_lesions = random_, kinds, sends_lesions
        targets = random_.choice((0, 1, 1, 2, 3))
        self.targets = [self.new_target(f"T{place}") for place in range(targets)]
        self.non_targets = [self.new_non_target(f"NT{place}") for place in range(random_.choice((0, 0, 1, 2)) if targets else 1)]
        self.late, self.nodule, self.change = None, None, None
        self.has_no_sums = not sends_lesions and random_.random() < 0.2

    def measures_as(self, other):
        """Follow the targets of another reader, at the same sizes."""
        self.targets, self.non_targets = [dict(row) for row in other.targets], [dict(row) for row in other.non_targets]

    def says(self, share, kind):
        """Draw whether something of a kind happens, and count it."""
        if self.random.random() < share:
            self.kinds[kind] += self.sends_lesions
            return True
        return False

    def new_target(self, name):
        row = {"id": name, "viable": self.random.choice((10, 20, 40, 50, 100)), **self.place()}
        if self.says(0.03, "baseline target of 0 mm"):
            row["viable"] = 0
        row["total"] = row["viable"] + self.random.choice((0, 0, 5, 20))
        return row

    def new_non_target(self, name):
        row = {"id": name, "viable": 12, "total": 14, **self.place()}
        if row["organ"] == "LIVER" and self.says(0.15, "infiltrative non-target"):
            row["kind"] = "INFILTRATIVE"
        elif row["organ"] == "LIVER" and self.says(0.15, "vein thrombosis as non-target"):
            row["organ"] = "PORTAL_VEIN"
        return row

    def place(self):
        if not self.says(0.25, "node"):
            return {"organ": "LIVER", "kind": None, "has_axis": False}
        organ = self.random.choice(("LYMPH_NODE_PORTA", "LYMPH_NODE_OTHER", "OTHER"))
        self.kinds[f"node, {organ}"] += 1
        return {"organ": organ, "kind": "NODE" if organ == "OTHER" else None, "has_axis": self.says(0.5, "node with a short axis")}

    def grow(self, factor):
        """Let every lesion change until the next exam."""
        for row in (*self.targets, *([self.late] if self.late else [])):
            if is_drawn_node(row):
                row["viable"], row["total"] = self.random.choice(ACROSS), self.random.choice(ACROSS)
            else:
                row["viable"] = round(row["viable"] * factor, 3)
                row["total"] = round(row["total"] * self.random.choice(TOTAL_FACTORS), 3) or self.random.choice((0, 3, 5, 8))
        if self.late is None and self.says(0.06, "late target" if self.targets else "late target, none at baseline"):
            self.late = {"id": "T9", "viable": 20, "total": 25, "organ": "LIVER", "kind": None, "has_axis": False}
        if self.nodule is None and self.says(0.08, "new lesion"):
            self.nodule = self.new_nodule()
        elif self.nodule:
            self.nodule["viable"] = self.random.choice((self.nodule["viable"], *NODULES))
        if self.change is None and self.targets and self.says(0.08, "split or merge"):
            self.change = self.random.choice(
                ("split", "split, said", "merge", "merge, said", *WITH_NON_TARGET[: 2 * len(self.non_targets)])
            )
            self.kinds[self.change] += self.sends_lesions

    def new_nodule(self):
        kind = self.random.choices((None, "NODE", "EFFUSION", "THROMBUS"), (6, 2, 2, 1))[0]
        organ = "LIVER" if kind is None and self.random.random() < 0.8 else "LUNG" if kind is None else "OTHER"
        self.kinds[f"new {kind or organ}"] += self.sends_lesions
        if kind == "THROMBUS" and self.random.random() < 0.5:
            kind, organ = None, "PORTAL_VEIN"
        return {"id": "N1", "viable": self.random.choice(NODULES), "organ": organ, "kind": kind}

    def read(self, *, is_baseline=False):
        """Return what the reader says of an exam."""
        lost = not is_baseline and self.random.random() < 0.03  # nothing could be measured
        rows = [self.measured(row, "TARGET", 1 if lost else 0.01 if is_baseline else 0.04) for row in self.targets]
        viable, total = (round(sum(row[name] for row in self.targets), 3) if self.targets else None for name in ("viable", "total"))
        if not is_baseline:
            rows = [row for row in self.renamed(rows) if self.random.random() < (0.97 if row["viable"] or row["total"] else 0.5)]
            rows += [self.measured(self.late, "TARGET", 0.1)] if self.late else []
            rows += [self.seen_nodule()] if self.nodule and self.random.random() < 0.85 else []
        for row in self.non_targets[not is_baseline and self.change in WITH_NON_TARGET :]:
            seen = self.seen_non_target(row, is_baseline=is_baseline)
            if seen["enhances"] is not None or seen["viable"] is not None or self.random.random() < 0.5:
                rows.append(seen)
        read = {"lesions": rows, **dict.fromkeys(("sum", "sum_total", "new", "target", "non_target", "overall"))}
        if not self.sends_lesions:
            read |= {"lesions": None, "sum": None if lost else viable, "sum_total": None if lost else total}
            if self.has_no_sums:
                read |= {"sum": None, "sum_total": None}
                self.kinds["read without lesions and sums"] += 1
        if is_baseline:
            return read
        read["new"] = self.random.choices((None, False, True), (5, 13, 1))[0]
        if self.random.random() < 0.03:
            read["non_target"] = "PD"
        elif not self.sends_lesions and self.random.random() < 0.5:
            read["non_target"] = self.random.choice(("CR", "IR/SD", "NE", "NA"))
        if self.random.random() < 0.1:
            read["overall"] = self.random.choice(RESPONSES)
        elif self.random.random() < (0.5 if self.has_no_sums else 0.05):
            read["target"] = self.random.choice(("CR", "PR", "SD", "PD", "NE"))
            self.kinds["target response recorded, and no overall one"] += 1
        return read

    def measured(self, row, role, share_missing):
        """Return a lesion as measured; some diameters are not, some lesions too small for it."""
        sizes, enhances = {name: None if self.random.random() < share_missing else row[name] for name in ("viable", "total")}, None
        if role == "TARGET" and self.says(0.03, "too small to measure"):
            sizes = dict.fromkeys(sizes, self.random.choice(("<0", "<5", "<10")))
            if self.says(0.3, "too small to measure, and does not enhance"):
                enhances = False
        axis = sizes["viable"] if row["has_axis"] else None
        return BLANK | {**{name: row[name] for name in ("id", "organ", "kind")}, "role": role, "axis": axis, "enhances": enhances, **sizes}

    def seen_non_target(self, row, *, is_baseline):
        if is_drawn_node(row):
            size = self.random.choice((None, *ACROSS))
            self.kinds["non-target node"] += self.sends_lesions
            enhances = self.random.choice((True, False, None))
            return (
                BLANK
                | {**{name: row[name] for name in ("id", "organ", "kind")}, "role": "NONTARGET"}
                | {
                    "viable": size,
                    "total": size,
                    "axis": size if row["has_axis"] else None,
                    "enhances": enhances,
                }
            )
        enhances = True if is_baseline else self.random.choices((True, False, None), (6, 5, 1))[0]
        return BLANK | {**{name: row[name] for name in ("id", "organ", "kind")}, "role": "NONTARGET", "enhances": enhances}

    def seen_nodule(self):
        row = BLANK | {name: self.nodule[name] for name in ("id", "organ", "kind", "viable")} | {"role": "NEW"}
        row["total"] = row["viable"] if self.random.random() < 0.7 else None
        row["enhances"] = self.random.choices((True, False, None), (6, 2, 2))[0]
        row["washout"] = self.random.choices((True, False, None), (4, 2, 4))[0]
        if row["enhances"] is False and row["total"] is not None:
            row["viable"] = 0
        if self.random.random() < 0.05:
            row |= {"viable": None, "total": None}
        if row["kind"] == "EFFUSION":
            row["cytology"] = self.random.choice(("POSITIVE", "NEGATIVE", "NOT DONE", None))
        return row

    def renamed(self, rows):
        """Return the targets under the names that they have since one split, or two merged."""
        if self.change in ("split", "split, said"):
            first, *others = rows
            parts = [halved(first) | {"id": f"T0.{place}" if self.change == "split" else f"P{place}"} for place in (1, 2)]
            if self.change == "split, said":
                parts = [part | {"split_from": "T0"} for part in parts]
            return [*parts, *others, *([first] if self.random.random() < 0.05 else [])]
        if self.change in WITH_NON_TARGET:
            first, *others = rows
            return [first | ({"id": "T0/NT0"} if self.change == WITH_NON_TARGET[0] else {"merged_with": "NT0"}), *others]
        if self.change and len(rows) > 1:
            first, second, *others = rows
            if self.change == "merge":
                return [first | {"id": "T0/T1"}, *others]
            return [first | {"merged_with": second["id"]}, *others]
        return rows


def halved(row):
    sizes = {name: round(row[name] / 2, 3) if isinstance(row[name], int | float) else row[name] for name in ("viable", "total", "axis")}
    return row | sizes


def is_drawn_node(row):
    return row["organ"].startswith("LYMPH_NODE") or row["kind"] == "NODE"
