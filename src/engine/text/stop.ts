const WORDS = `
a about above after again against all also am an and any are arent as at be because been before being below between
both but by can cant cannot could couldnt did didnt do does doesnt doing dont down during each either else ever every
few for from further get gets give given had hadnt has hasnt have havent having he hed hell her here heres hers herself
hes him himself his how however hows i id if ill im in into is isnt it itd itll its itself ive just let lets may me
might more most much must my myself neither no nor not now of off on once only onto or other ought our ours ourselves
out over own per please quite rather really same shall shant she shed shes should shouldnt since so some such tell than
that thatd thatll thats the their theirs them themselves then there theres these they theyd theyll theyre theyve this
those though through thus to too under until up upon very via was wasnt we wed well were werent weve what whats when
whenever where wheres whether which while who whod wholl whom whos whose why will with within without wont would
wouldnt yes yet you youd youll your youre yours yourself yourselves youve
`;

/**
 * English words that carry grammar rather than subject, in folded form (contractions without their apostrophe).
 * They are indexed, since a query may consist of nothing else, and left out of queries that say more.
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
