import { amountOf, around, DAY, monthOf, type Span, shifted, type Unit, weekdayOf } from "./calendar";
import { utc } from "./moment";

/** A date that a query names: a stretch of time, or a month (and day) of whichever year. */
export type NamedDate = Span | { month: number; day?: number };

const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const DAY_OF = "(\\d{1,2})(?:st|nd|rd|th)?";
const AMOUNT =
  "(\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a )?couple(?: of)?|(?:a )?few|several)";
const UNIT = "(day|week|month|year)s?";

type Read = (match: string[], now: number) => NamedDate[];

const day = (year: string | undefined, month: string, date: string): NamedDate[] => {
  const number = monthOf(month);
  if (number === undefined || Number(date) < 1 || Number(date) > 31) return [];
  if (!year) return [{ month: number, day: Number(date) }, { month: number }];
  const from = utc(Number(year), number, Number(date));
  // Who asks for a day also finds what was said in its month: events are told a few days later.
  return from === undefined ? [] : [{ from, to: from + DAY }, monthSpan(Number(year), number), yearSpan(Number(year))];
};
const monthSpan = (year: number, month: number): Span => around(Date.UTC(year, month), "month");
const yearSpan = (year: number): Span => around(Date.UTC(year), "year");

const unitOf = (word: string): Unit => {
  const unit = word.toLowerCase();
  return unit === "day" || unit === "week" || unit === "month" ? unit : "year";
};

/** The nearest month of that number whose beginning is not after the moment; for `next`, the first that is. */
function relativeMonth(month: number, now: number, next: boolean): Span {
  const year = new Date(now).getUTCFullYear();
  const this_ = monthSpan(year, month);
  if (next) return this_.from > now ? this_ : monthSpan(year + 1, month);
  return this_.to <= now ? this_ : monthSpan(year - 1, month);
}

function relativeWeekday(weekday: number, now: number, next: boolean): Span {
  const today = new Date(now).getUTCDay();
  const days = next ? (weekday - today + 7) % 7 || 7 : -((today - weekday + 7) % 7 || 7);
  return around(now, "day", days);
}

const SEASONS: Record<string, number> = { spring: 2, summer: 5, autumn: 8, fall: 8, winter: 11 };
const season = (name: string, year: number): Span => ({
  from: Date.UTC(year, SEASONS[name.toLowerCase()]!),
  to: Date.UTC(year, SEASONS[name.toLowerCase()]! + 3),
});

/** Ways to name a date, the longest first; what one has read, the next do not see. */
const patterns: [RegExp, Read][] = [
  [
    /\b(\d{4})-(\d{2})-(\d{2})\b/,
    ([, y = "", m = "", d = ""]) => {
      const from = utc(Number(y), Number(m) - 1, Number(d));
      return from === undefined
        ? []
        : [{ from, to: from + DAY }, monthSpan(Number(y), Number(m) - 1), yearSpan(Number(y))];
    },
  ],
  [new RegExp(`\\b${DAY_OF} (?:of )?${MONTH}(?:,? (\\d{4}))?\\b`), ([, d = "", m = "", y]) => day(y, m, d)],
  [new RegExp(`\\b${MONTH} ${DAY_OF}(?:,? (\\d{4}))?\\b(?!\\d)`), ([, m = "", d = "", y]) => day(y, m, d)],
  [
    new RegExp(`\\b${MONTH},? (?:of )?(\\d{4})\\b`),
    ([, m = "", y = ""]) => [monthSpan(Number(y), monthOf(m)!), yearSpan(Number(y))],
  ],
  [
    new RegExp(`\\b(last|this past|previous|next) ${MONTH}(?![a-z])`),
    ([, which, m = ""], now) => [relativeMonth(monthOf(m)!, now, which === "next")],
  ],
  [
    /\b(last|this|next|this past|previous) (day|week|weekend|month|year)\b/,
    ([, which = "", unit = ""], now) => {
      const steps = which === "next" ? 1 : which === "this" ? 0 : -1;
      return [around(now, unit === "weekend" ? "week" : unitOf(unit), steps)];
    },
  ],
  [
    /\b(?:last|this past|next|on) (sunday|monday|tuesday|wednesday|thursday|friday|saturday)\b/,
    ([whole = "", name = ""], now) => [relativeWeekday(weekdayOf(name)!, now, whole.startsWith("next"))],
  ],
  [
    /\b(last|this|next) (spring|summer|autumn|fall|winter)\b/,
    ([, which, name = ""], now) => {
      const year = new Date(now).getUTCFullYear();
      if (which === "this") return [season(name, year)];
      if (which === "next") return [season(name, season(name, year).from > now ? year : year + 1)];
      return [season(name, season(name, year).to <= now ? year : year - 1)];
    },
  ],
  [/\b(spring|summer|autumn|fall|winter) (?:of |in )?(\d{4})\b/, ([, name = "", y = ""]) => [season(name, Number(y))]],
  [
    new RegExp(`\\b${AMOUNT} ${UNIT} (?:ago|before now|earlier)\\b`),
    ([, amount = "", unit = ""], now) => [back(now, amount, unitOf(unit))],
  ],
  [
    new RegExp(`\\b(?:in|over|during|within) the (?:last|past) ${AMOUNT} ${UNIT}\\b`),
    ([, amount = "", unit = ""], now) => [{ from: shifted(now, unitOf(unit), -count(amount)), to: now + 1 }],
  ],
  [/\byesterday\b/, (_, now) => [around(now, "day", -1)]],
  [/\btoday\b/, (_, now) => [around(now, "day")]],
  [
    new RegExp(
      `\\b(?:in|during|of|since|until|by|before|after|from|early|mid|late|through|between|and|to|this|every) ${MONTH}(?![a-z])`,
    ),
    ([, m = ""]) => [{ month: monthOf(m)! }],
  ],
  [
    /\b(?:january|february|april|june|july|august|september|october|november|december)\b/,
    ([m = ""]) => [{ month: monthOf(m)! }],
  ],
  [/\b((?:19|20)\d{2})\b/, ([, y = ""]) => [yearSpan(Number(y))]],
];

const count = (amount: string): number => amountOf(amount.replace(/^a (?=couple|few)/, "").replace(/ of$/, ""));

/** `three weeks ago` means about then: the unit's own width around it. */
function back(now: number, amount: string, unit: Unit): Span {
  return around(shifted(now, unit, -count(amount)), unit);
}

const OFFSET = new RegExp(`\\b(?:${AMOUNT} ${UNIT}|the ${UNIT}) (before|after|prior to|following)$`);

/** The dates a query names, relative ones seen from `now` (milliseconds). At most 100,000 characters are read. */
export function datesIn(query: string, now: number): NamedDate[] {
  let rest = query.slice(0, 100_000).replace(/\s+/g, " ").toLowerCase();
  const found: NamedDate[] = [];
  for (const [pattern, read] of patterns) {
    for (let rounds = 0; rounds < 4; rounds++) {
      const match = pattern.exec(rest);
      if (!match) break;
      const dates = read(match, now);
      found.push(...moved(dates, rest.slice(0, match.index).trimEnd()));
      rest = `${rest.slice(0, match.index)} | ${rest.slice(match.index + match[0].length)}`;
    }
  }
  return found;
}

/** `two weeks before 8 May 2023`: the date is where one counts from. */
function moved(dates: NamedDate[], before: string): NamedDate[] {
  const offset = OFFSET.exec(before);
  const [first] = dates;
  if (!offset || !first || !("from" in first)) return dates;
  const unit = unitOf(offset[2] ?? offset[3] ?? "day");
  const steps = (offset[1] ? count(offset[1]) : 1) * (/before|prior/.test(offset[4]!) ? -1 : 1);
  // What happened then is often told on the day itself, so that stays among the dates.
  return [around(shifted(first.from, unit, steps), unit), ...dates];
}

const ASKS_WHEN =
  /\b(?:when|since when|how (?:long|old|recently|soon|often)|(?:what|which) (?:date|day|month|year|time|week|season|weekend)|how many (?:days|weeks|months|years|hours|minutes))\b/i;

/** Whether the query asks for a time. */
export const asksWhen = (query: string): boolean => ASKS_WHEN.test(query);

const SPEAKS_OF_TIME =
  /\b(?:yesterday|today|tonight|tomorrow|(?:last|next|this|past|previous) (?:night|week|weekend|month|year|spring|summer|autumn|fall|winter|(?:sun|mon|tues|wednes|thurs|fri|satur)day|january|february|march|april|may|june|july|august|september|october|november|december)|(?:sun|mon|tues|wednes|thurs|fri|satur)days?|january|february|april|june|july|august|september|october|november|december|(?:in|on|since|until|by|early|late) (?:march|may)|(?:days?|weeks?|months?|years?|hours?) (?:ago|from now|later|earlier)|(?:for|in|since|over|after|about|almost|nearly) (?:\w+ ){1,3}(?:days?|weeks?|months?|years?|decades?)|(?:the )?other day|recently|(?:19|20)\d{2})\b/i;

/** Whether a memory says when something was, is, or will be, or for how long. */
export const speaksOfTime = (text: string): boolean => SPEAKS_OF_TIME.test(text);
