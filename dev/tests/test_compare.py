"""The pure parts of `make compare`: who lives in the estate, who saw what, how figures are scaled and shown."""

import datetime
import sqlite3
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Benchmarks"))

from compare import agreement, crowd, memory, report  # noqa: E402
from compare.figures import Figures, calls_by_action, ratio, scaled  # noqa: E402

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.timezone.utc)
ACCOUNT = "222222222222"
KEY = {"accessKeyId": "AKIA0000000000000001", "status": "Active", "createdAt": "2026-01-01T09:00:00Z"}


def document(*keys):
    user = {"accountId": ACCOUNT, "userId": "AIDA1", "userName": "ana", "keys": list(keys)}
    return {"accounts": [{"id": ACCOUNT, "complete": True}], "users": [user]}


def state(*keys):
    shown = [{**key, "createDate": key["createdAt"]} for key in keys]
    return {"accounts": {ACCOUNT: {"users": [{"userId": "AIDA1", "userName": "ana", "keys": shown}]}}}


class TestCrowd:
    people = crowd.people([ACCOUNT, "333333333333"], 100, NOW)

    def test_the_same_seed_gives_the_same_people(self):
        assert self.people == crowd.people([ACCOUNT, "333333333333"], 100, NOW)
        assert self.people != crowd.people([ACCOUNT, "333333333333"], 100, NOW, seed=2)

    def test_most_have_a_key_some_two_and_five_none(self):
        numbers = [len(wish["keys"]) for wish in self.people[ACCOUNT]]
        assert numbers.count(0) == 5 and numbers.count(2) > 10 and set(numbers) == {0, 1, 2}

    def test_users_are_older_than_their_keys_and_use_comes_between_creation_and_now(self):
        for wish in self.people[ACCOUNT]:
            for key in wish["keys"]:
                assert wish["createdAt"] < key["createdAt"] < "2026-03-01T12:00:00Z"
                used = key.get("lastUsed", {}).get("at", key["createdAt"])
                assert key["createdAt"] <= used <= "2026-03-01T12:00:00Z"


class TestAgreement:
    truth = agreement.of_estate(state(KEY), [ACCOUNT])

    def test_both_see_what_is_there(self):
        assert agreement.of_relevo(document(KEY)) == agreement.of_loop(document(KEY)) == self.truth
        assert agreement.differences("Relevo", agreement.of_relevo(document(KEY)), self.truth) == []

    @pytest.mark.parametrize(
        ("seen", "sentence"),
        [
            ([], "missed the key"),
            ([KEY, {**KEY, "accessKeyId": "AKIA0000000000000002"}], "which is not there"),
            ([{**KEY, "createdAt": "2026-01-02T09:00:00Z"}], "2026-01-02T09:00:00Z"),
            ([{**KEY, "status": "Inactive"}], "Inactive"),
        ],
    )
    def test_what_is_missed_made_up_or_seen_otherwise_is_said(self, seen, sentence):
        (said,) = agreement.differences("Relevo", agreement.of_relevo(document(*seen)), self.truth)
        assert said.startswith("Relevo ") and sentence in said

    def test_an_account_that_was_not_read_is_no_agreement(self):
        partial = {**document(KEY), "accounts": [{"id": ACCOUNT, "complete": False}]}
        with pytest.raises(ValueError, match=ACCOUNT):
            agreement.of_relevo(partial)

    def test_many_differences_are_cut_short(self):
        many = {(ACCOUNT, "AIDA1", f"AKIA{n}"): ("", "") for n in range(9)}
        assert agreement.differences("The loop", {}, many)[-1] == "… and 4 more."

    def test_only_the_sampled_accounts_are_asked_for(self):
        assert agreement.within({**self.truth, ("333333333333", "AIDA2", "AKIA2"): ("", "")}, [ACCOUNT]) == self.truth

    def test_unknown_use_is_left_out_and_never_used_is_not(self):
        def used(at, why):
            return {**KEY, "lastUsed": {"at": at, "why": why}}

        assert agreement.uses_of_relevo(document(used(None, "unknown: two keys look alike"))) == {}
        assert agreement.uses_of_relevo(document(used(None, "never used"))) == {KEY["accessKeyId"]: None}


class TestFigures:
    sample = Figures("plain loop", 10, {"iam:ListAccessKeys": 950}, 50.0, 10.0, 60_000_000, 1, 5.0, 2.0, 3.8)

    def test_a_sample_is_multiplied_but_for_its_memory(self):
        all_of_it = scaled(self.sample, 100)
        assert (all_of_it.total, all_of_it.seconds, all_of_it.processor) == (9_500, 500.0, 100.0)
        assert (all_of_it.peak_bytes, all_of_it.in_flight, all_of_it.scaled_from) == (60_000_000, 1, 10)
        assert all_of_it.share(all_of_it.aws) == self.sample.share(self.sample.aws) == 0.1
        assert round(all_of_it.upstream_ms, 3) == round(self.sample.upstream_ms, 3) == 4.0

    def test_what_was_measured_whole_stays_as_it_is(self):
        assert scaled(self.sample, 10) is self.sample

    def test_calls_are_summed_over_accounts(self):
        counts = {"1": {"iam:ListUsers": 2}, "2": {"iam:ListUsers": 1, "sts:AssumeRole": 1}}
        assert calls_by_action(counts) == {"iam:ListUsers": 3, "sts:AssumeRole": 1}

    @pytest.mark.parametrize(
        ("more", "less", "text"), [(30, 10, "3.0 ×"), (300, 10, "30 ×"), (5, 10, "0.5 ×"), (5, 0, "–"), (0, 5, "–")]
    )
    def test_ratios_have_two_figures_that_mean_something(self, more, less, text):
        assert ratio(more, less) == text


class TestReport:
    def test_columns_line_up(self):
        assert report.table(["", "calls"], [["first", "1,000"], ["then", "9"]]).splitlines() == [
            "|       | calls |",
            "| ----- | ----: |",
            "| first | 1,000 |",
            "| then  |     9 |",
        ]

    def test_ratios_come_from_the_scaled_figures_and_say_so(self):
        scan = Figures("Relevo", 100, {"iam:ListAccessKeys": 950}, 10.0, 1.0, 30_000_000, 64)
        page = report.ratios([scan], [scaled(TestFigures.sample, 100)])
        assert "| plain loop \\* ÷ Relevo |  10 × |      50 × |           – |" in page

    def test_memory_is_compared_where_all_was_measured(self):
        scan = Figures("Relevo", 10, {"iam:ListAccessKeys": 950}, 10.0, 1.0, 30_000_000, 64)
        assert "| plain loop ÷ Relevo | 1.0 × |     5.0 × |       2.0 × |" in report.ratios([scan], [TestFigures.sample])

    @pytest.mark.parametrize(("others", "said"), [(None, ""), (0.1, ""), (0.42, "up to 42 % of the processors")])
    def test_other_work_on_the_machine_is_said(self, others, said):
        calm = Figures("plain loop", 10)
        sentence = report.disturbance([calm, Figures("Relevo", 10, others=others)])
        assert said in sentence and bool(said) == bool(sentence)

    def test_seconds_are_minutes_when_there_are_many(self):
        assert [report.seconds(value) for value in (4.24, 75.2, 1440)] == ["4.2 s", "75 s", "24 min"]


def test_what_was_remembered_grows_a_day_older(tmp_path):
    path = tmp_path / "relevo.db"
    with sqlite3.connect(path) as ledger:
        ledger.execute("CREATE TABLE inventory_users (inventory TEXT)")
        ledger.execute("CREATE TABLE inventory_accounts (inventory TEXT)")
        ledger.execute("""INSERT INTO inventory_users VALUES ('{"listedAt":86400001}'), ('{"listedAt":null}')""")
        ledger.execute("""INSERT INTO inventory_accounts VALUES ('{"completeAt":86400002,"scannedAt":86400003}')""")
    memory.grow_older(path, days=1)
    with sqlite3.connect(path) as ledger:
        assert ledger.execute("SELECT * FROM inventory_users").fetchall() == [
            ('{"listedAt":1}',),
            ('{"listedAt":null}',),
        ]
        assert ledger.execute("SELECT * FROM inventory_accounts").fetchall() == [('{"completeAt":2,"scannedAt":3}',)]


def test_a_ledger_that_changed_shape_is_said(tmp_path):
    path = tmp_path / "relevo.db"
    with sqlite3.connect(path) as ledger:
        ledger.execute("CREATE TABLE inventory_users (inventory TEXT)")
    with pytest.raises(SystemExit, match="listedAt"):
        memory.grow_older(path, days=1)
