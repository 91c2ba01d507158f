import { describe, expect, test } from "vitest";
import { momentOf } from "../src/engine/memory/moment";
import { asksWhen, datesIn, speaksOfTime } from "../src/engine/memory/when";

const now = Date.UTC(2023, 5, 14, 15); // a Wednesday
const day = (date: { from: number; to: number }) =>
  [date.from, date.to].map((ms) => new Date(ms).toISOString().slice(0, 10));

describe("dates in a query", () => {
  const cases: [query: string, from: string, to: string][] = [
    ["what happened on 8 May 2023", "2023-05-08", "2023-05-09"],
    ["what happened on May 8th, 2023?", "2023-05-08", "2023-05-09"],
    ["2023-05-08", "2023-05-08", "2023-05-09"],
    ["in March 2022", "2022-03-01", "2022-04-01"],
    ["during 2021", "2021-01-01", "2022-01-01"],
    ["last May", "2023-05-01", "2023-06-01"],
    ["last July", "2022-07-01", "2022-08-01"],
    ["next July", "2023-07-01", "2023-08-01"],
    ["last week", "2023-06-05", "2023-06-12"],
    ["this month", "2023-06-01", "2023-07-01"],
    ["last year", "2022-01-01", "2023-01-01"],
    ["yesterday", "2023-06-13", "2023-06-14"],
    ["last Friday", "2023-06-09", "2023-06-10"],
    ["next Wednesday", "2023-06-21", "2023-06-22"],
    ["three days ago", "2023-06-11", "2023-06-12"],
    ["a couple of weeks ago", "2023-05-29", "2023-06-05"],
    ["2 months ago", "2023-04-01", "2023-05-01"],
    ["last summer", "2022-06-01", "2022-09-01"],
    ["in the past two weeks", "2023-05-31", "2023-06-14"],
    ["two weeks before 24 May 2023", "2023-05-08", "2023-05-15"],
    ["the week after May 8, 2023", "2023-05-15", "2023-05-22"],
  ];
  test.each(cases)("%s", (query, from, to) => {
    const [first] = datesIn(query, now);
    expect(first && "from" in first ? day(first) : first).toEqual([from, to]);
  });

  test("are of any year when none is named", () => {
    expect(datesIn("the trip in May", now)).toEqual([{ month: 4 }]);
    expect(datesIn("her birthday, 3 June", now)).toEqual([{ month: 5, day: 3 }, { month: 5 }]);
    expect(datesIn("between March and July", now)).toEqual(
      [{ month: 6 }, { month: 2 }].sort((a, b) => a.month - b.month),
    );
  });

  test("are not seen in words that only look like them", () => {
    for (const query of ["may I ask", "the march went on", "she fell", "31 June 2023 99 May", "room 12345", ""])
      expect(
        datesIn(query, now).filter((date) => "from" in date),
        query,
      ).toEqual([]);
  });
});

describe("time", () => {
  test("is asked for by some questions and told by some texts", () => {
    for (const query of ["When did she move?", "How long has he had it?", "In which year?", "How many weeks passed?"])
      expect(asksWhen(query), query).toBe(true);
    for (const query of ["Whenever you like", "What is her name?", "How many cats?"])
      expect(asksWhen(query), query).toBe(false);
    for (const text of [
      "I went yesterday",
      "last Friday was fun",
      "for almost seven years",
      "back in 2019",
      "two weeks ago",
    ])
      expect(speaksOfTime(text), text).toBe(true);
    for (const text of ["You may come in", "It is a nice house", "I march on"])
      expect(speaksOfTime(text), text).toBe(false);
  });
});

describe("a moment", () => {
  test("is read as numbers and as people write dates", () => {
    const noon = Date.UTC(2023, 4, 8, 13, 56);
    for (const written of [
      "1:56 pm on 8 May, 2023",
      "2023-05-08T13:56:00Z",
      "2023-05-08 13:56",
      noon,
      noon / 1000,
      "May 8, 2023 1:56 PM",
      "2023/05/08 (Mon) 13:56",
    ])
      expect(momentOf(written), String(written)).toBe(noon);
    expect(momentOf("12:10 am on 1 January, 2024")).toBe(Date.UTC(2024, 0, 1, 0, 10));
  });

  test("is nothing when it is no date", () => {
    for (const other of ["soon", "31 June 2023", "", null, undefined, Number.NaN, 1e18, {}, "x".repeat(5000)])
      expect(momentOf(other)).toBeUndefined();
  });
});
