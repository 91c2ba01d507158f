// Base form, then the forms no suffix rule can lead back to it. Forms that are more often another word
// (`found`, `lay`, `left`, `saw`, `felt`, `ground`, `wound`, `bore`) are left out.
const FORMS = `
arise arose arisen, bear borne, beat beaten, become became, begin began begun, bend bent, bind bound, bite bit bitten,
bleed bled, blow blew blown, break broke broken, breed bred, bring brought, build built, buy bought, catch caught,
choose chose chosen, cling clung, come came, creep crept, deal dealt, dig dug, draw drew drawn, dream dreamt,
drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feed fed, fight fought, flee fled, fly flew flown,
forbid forbade forbidden, forget forgot forgotten, forgive forgave forgiven, freeze froze frozen, get got gotten,
give gave given, go went gone, grow grew grown, hang hung, hear heard, hide hid hidden, hold held, keep kept,
know knew known, lead led, lend lent, lose lost, make made, mean meant, meet met, mistake mistook mistaken,
overcome overcame, pay paid, prove proven, ride rode ridden, rise rose risen, run ran, say said, seek sought, sell sold,
send sent, shake shook shaken, shine shone, shoot shot, show shown, shrink shrank shrunk, sing sang sung,
sink sank sunk, sit sat, slay slain, sleep slept, slide slid, speak spoke spoken, spend spent, spin spun,
spring sprang sprung, stand stood, steal stole stolen, stick stuck, sting stung, strike struck, strive strove striven,
swear swore sworn, sweep swept, swim swam swum, swing swung, take took taken, teach taught, tear tore torn, tell told,
think thought, throw threw thrown, understand understood, undertake undertook undertaken, wake woke woken,
wear wore worn, weave wove woven, weep wept, win won, withdraw withdrew withdrawn, write wrote written,
child children, foot feet, goose geese, man men, mouse mice, person people, tooth teeth, woman women, ox oxen,
analysis analyses, axis axes, basis bases, crisis crises, diagnosis diagnoses, hypothesis hypotheses,
parenthesis parentheses, synthesis syntheses, thesis theses, criterion criteria, phenomenon phenomena,
bacterium bacteria, medium media, datum data, index indices, matrix matrices, vertex vertices, appendix appendices,
vortex vortices, radius radii, nucleus nuclei, stimulus stimuli, fungus fungi, alumnus alumni, focus foci,
formula formulae, larva larvae, antenna antennae, calf calves, half halves, knife knives, leaf leaves, life lives,
loaf loaves, shelf shelves, thief thieves, wife wives, wolf wolves, die dying, lie lying, tie tying, ski skis,
sky skies, good better best, bad worse worst
`;

/** Irregular English forms to their base form: `went` to `go`, `matrices` to `matrix`. */
export const IRREGULAR: ReadonlyMap<string, string> = new Map(
  FORMS.split(",").flatMap((line) => {
    const [base, ...forms] = line.trim().split(/\s+/);
    return forms.map((form): [string, string] => [form, base!]);
  }),
);
