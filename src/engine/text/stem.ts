import { IRREGULAR } from "./irregular";

const DOUBLE = /(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;
const VOWEL = /[aeiouy]/;
const REGION = /^.*?[aeiouy][^aeiouy]/;
const EARLY_REGION = /^(?:gener|commun|arsen|past|univers|later|emerg|organ)/;
// A short syllable ends the word: consonant, vowel, consonant other than w, x, Y; or vowel and consonant at the start.
const SHORT_END = /(?:^[aeiouy][^aeiouy]|[^aeiouy][aeiouy][^aeiouywxY]|^past)$/;
const KEPT = new Set("sky news howe atlas cosmos bias andes".split(" "));
const KEPT_PLURAL_OFF = new Set("inning outing canning herring earring proceed exceed succeed".split(" "));
const SPECIAL = new Map(
  Object.entries({ idly: "idl", gently: "gentl", ugly: "ugli", early: "earli", only: "onli", singly: "singl" }),
);

type Rule = { suffix: string; by: string; after: string };

/** Rules as `suffix:by`, longest suffix first, or `suffix:by:letters` when one of those must stand before the suffix. */
const rules = (table: string): Rule[] =>
  table
    .trim()
    .split(/\s+/)
    .map((rule) => {
      const [suffix = "", by = "", after = ""] = rule.split(":");
      return { suffix, by, after };
    });

const STEP_2 = rules(`
  ization:ize ational:ate fulness:ful ousness:ous iveness:ive tional:tion biliti:ble lessli:less entli:ent ation:ate
  alism:al aliti:al ousli:ous iviti:ive fulli:ful ogist:og enci:ence anci:ance abli:able izer:ize ator:ate alli:al
  bli:ble ogi:og:l li::cdeghkmnrt
`);
const STEP_3 = rules("ational:ate tional:tion alize:al icate:ic iciti:ic ative: ical:ic ness: ful:");
const STEP_4 = rules(
  "ement: ance: ence: able: ible: ment: ant: ent: ism: ate: iti: ous: ive: ize: ion::st al: er: ic:",
);

/**
 * The stem of a folded word: Porter's second English stemmer (Snowball "english",
 * https://snowballstem.org/algorithms/english/stemmer.html), after irregular forms are led to their base form
 * (`went` to `go`) and British spellings to the American. Words that are not plain a-z come back unchanged.
 */
export function stem(word: string): string {
  if (word.length <= 2 || !/^[a-z]+$/.test(word)) return word;
  const base = spelling(IRREGULAR.get(word) ?? word);
  if (KEPT.has(base) || base.length <= 2) return base;
  return SPECIAL.get(base) ?? porter2(base);
}

/** `colour` and `organise` as `color` and `organize`; applied to every word alike, so false hits stay consistent. */
function spelling(word: string): string {
  if (word.length < 6) return word;
  return word
    .replace(/our(?=$|s$|ed$|ing$|al$|able$|ful$|less$|ite$)/, "or")
    .replace(/(?<=[a-z]{3})is(?=e[ds]?$|ers?$|ing$|ations?$)/, "iz")
    .replace(/(?<=[a-z]{2})ys(?=e[ds]?$|ers?$|ing$)/, "yz");
}

function porter2(word: string): string {
  let w = word.replace(/^y|(?<=[aeiouy])y/g, "Y");
  const r1 = (EARLY_REGION.exec(w) ?? REGION.exec(w))?.[0].length ?? w.length;
  const r2 = r1 + (REGION.exec(w.slice(r1))?.[0].length ?? w.length);

  w = plural(w);
  if (KEPT_PLURAL_OFF.has(w)) return w;
  w = verbal(w, r1);
  w = w.replace(/(?<=.[^aeiouy])[yY]$/, "i");
  w = replaceSuffix(w, STEP_2, r1);
  w = w.endsWith("ative") && w.length - 5 < r2 ? w : replaceSuffix(w, STEP_3, r1);
  w = replaceSuffix(w, STEP_4, r2);
  w = finalLetter(w, r1, r2);
  return w.toLowerCase();
}

/** Step 1a. */
function plural(w: string): string {
  if (w.endsWith("sses")) return w.slice(0, -2);
  if (/ie[ds]$/.test(w)) return w.length > 4 ? w.slice(0, -2) : w.slice(0, -1);
  if (/[us]s$/.test(w) || !w.endsWith("s")) return w;
  return VOWEL.test(w.slice(0, -2)) ? w.slice(0, -1) : w;
}

/** Step 1b. */
function verbal(w: string, r1: number): string {
  const eed = /eed(?:ly)?$/.exec(w);
  if (eed) return eed.index >= r1 ? `${w.slice(0, eed.index)}ee` : w;
  const suffix = /(?:ed|ing)(?:ly)?$/.exec(w);
  if (!suffix || !VOWEL.test(w.slice(0, suffix.index))) return w;
  const rest = w.slice(0, suffix.index);
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (DOUBLE.test(rest)) return /^[aeo](?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(rest) ? rest : rest.slice(0, -1);
  return r1 >= rest.length && SHORT_END.test(rest) ? `${rest}e` : rest;
}

/** Steps 2 to 4: the longest suffix that fits decides, and only acts when it lies in the region. */
function replaceSuffix(w: string, steps: Rule[], region: number): string {
  for (const { suffix, by, after } of steps) {
    if (!w.endsWith(suffix)) continue;
    const rest = w.slice(0, -suffix.length);
    return rest.length >= region && (after === "" || after.includes(rest.slice(-1))) ? rest + by : w;
  }
  return w;
}

/** Step 5. */
function finalLetter(w: string, r1: number, r2: number): string {
  const rest = w.slice(0, -1);
  if (w.endsWith("e")) return rest.length >= r2 || (rest.length >= r1 && !SHORT_END.test(rest)) ? rest : w;
  return w.endsWith("ll") && rest.length >= r2 ? rest : w;
}
