const ASCII = /^[\x20-\x7e]*$/;
const MARKS = /[\u0300-\u036f]/g;
const LETTERS = /[ßæœøłđðþı]/g;
const PLAIN: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };

/**
 * The form in which words are compared: compatibility-normalised (NFKC), lower case, Latin, Greek and Cyrillic
 * diacritics removed. Marks of other scripts (Indic vowels, Japanese voicing) carry meaning and stay.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const bare = text.normalize("NFKD").replace(MARKS, "").normalize("NFKC").toLowerCase().replace(MARKS, "");
  return bare.replace(LETTERS, (letter) => PLAIN[letter] ?? letter);
}
