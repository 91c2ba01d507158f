const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));
const lines = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  );

/** First names that are seldom another word, in lower case. */
export const FIRST_NAMES = words(`
aaron abigail adam ahmed aisha alan albert alejandro alex alexander alexandra alice alicia alina amanda amelia amir amy
ana andrea andreas andrew andy angela anita ann anna anne annie anthony antonio arjun arthur ashley audrey barbara beatrice
ben benjamin bernard beth betty bob brandon brenda brian bruno caleb camila carl carla carlos carmen carol caroline
catherine cecilia charles charlotte chen chloe chris christian christina christine christopher cindy claire clara claudia
colin connor craig cynthia daniel daniela david deborah deepak dennis derek diana diego dimitri dmitri dominic donna
dorothy douglas dylan edith eduardo edward elena eli elias elizabeth ella ellen emily emma enrique eric erica erik esther
ethan eva evan evelyn fatima felix fernando fiona francesca francis francisco frank frederick gabriel gabriela gary
geoffrey george gerald gina giovanni gloria greg gregory hannah harold harry hassan heather helen helena henry hiroshi
howard hugo ian ibrahim igor ines ingrid irene isaac isabel isabella ivan jack jackson jacob jake james jamal jamie jan
jane janet jason javier jean jeff jeffrey jen jennifer jenny jeremy jerry jessica jesus jill jim joan joanna joe joel
john johnny jon jonas jonathan jordan jorge jose joseph joshua joyce juan judith judy julia julian julie justin kai karen
karl kate katherine kathleen kathryn katie keith kelly ken kenji kenneth kevin kim klaus kofi kumar kyle larry laura
lauren lea leah lee leila leo leon leonard leslie lily linda lisa logan louis louise lucas lucia lucy luis luke luna lydia
madison malik manuel marcus margaret maria marie marina mario martha martin martina mary mateo matt matthew maya mei
melanie melissa mia michael michelle miguel mike mikhail mohamed mohammed monica nadia nancy naomi natalia natalie natasha
nathan nicholas nick nicole nina noah nora oliver olivia omar oscar pablo pamela patricia patrick paul paula pedro peter
philip priya rachel rafael raj ralph ravi rebecca ricardo richard rita robert roberto robin rodrigo roger ronald rosa
ruth ryan sabrina sally samantha samuel sandra sanjay sara sarah scott sean sebastian sergei sharon sheila simon sofia
sonia sophia sophie stella stephanie stephen steve steven stuart sunita susan suzanne sven tamara tanya teresa theodore
theresa thomas tim timothy tina tobias todd tom tony tyler valentina vanessa vera veronica victor victoria vincent vikram
virginia vladimir walter wei wendy william xavier yan yasmin yuki yusuf yvonne zachary zoe
`);

/** Countries, states and cities by their usual English names, in lower case. */
export const PLACES = lines(`
afghanistan, argentina, australia, austria, bangladesh, belgium, bolivia, brazil, bulgaria, cambodia, cameroon, canada,
chile, china, colombia, costa rica, croatia, cuba, cyprus, czech republic, denmark, dominican republic, ecuador, egypt,
england, estonia, ethiopia, finland, france, germany, ghana, greece, guatemala, haiti, honduras, hungary, iceland, india,
indonesia, iran, iraq, ireland, israel, italy, jamaica, japan, jordan, kazakhstan, kenya, kuwait, laos, latvia, lebanon,
libya, lithuania, luxembourg, madagascar, malaysia, malta, mexico, moldova, mongolia, morocco, mozambique, myanmar,
namibia, nepal, netherlands, new zealand, nicaragua, nigeria, north korea, norway, oman, pakistan, panama, paraguay, peru,
philippines, poland, portugal, qatar, romania, russia, rwanda, saudi arabia, scotland, senegal, serbia, singapore,
slovakia, slovenia, somalia, south africa, south korea, spain, sri lanka, sudan, sweden, switzerland, syria, taiwan,
tanzania, thailand, tunisia, turkey, uganda, ukraine, united kingdom, united states, uruguay, uzbekistan, venezuela,
vietnam, wales, yemen, zambia, zimbabwe, us, usa, uk, uae, eu, europe, asia, africa, antarctica, south america, north america,
alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida, hawaii, idaho, illinois,
indiana, iowa, kansas, kentucky, louisiana, maine, maryland, massachusetts, michigan, minnesota, mississippi, missouri,
montana, nebraska, nevada, new hampshire, new jersey, new mexico, north carolina, north dakota, ohio, oklahoma, oregon,
pennsylvania, rhode island, south carolina, south dakota, tennessee, texas, utah, vermont, west virginia, wisconsin,
wyoming, ontario, quebec, british columbia, nova scotia, bavaria, catalonia, tuscany, sicily, queensland, victoria,
new south wales, amsterdam, ankara, athens, atlanta, auckland, austin, baghdad, bangalore, bangkok, barcelona, beijing,
beirut, belgrade, berlin, bogota, boston, brisbane, brussels, bucharest, budapest, buenos aires, cairo, calgary, cape town,
caracas, chicago, cologne, copenhagen, dallas, delhi, denver, detroit, dubai, dublin, edinburgh, florence, frankfurt,
geneva, glasgow, hamburg, hanoi, havana, helsinki, hong kong, honolulu, houston, istanbul, jakarta, jerusalem,
johannesburg, karachi, kathmandu, kiev, kyiv, kyoto, lagos, lahore, las vegas, lima, lisbon, liverpool, london,
los angeles, lyon, madrid, manchester, manila, marrakesh, marseille, melbourne, mexico city, miami, milan, minneapolis,
montreal, moscow, mumbai, munich, nairobi, naples, nashville, new delhi, new orleans, new york, new york city, oakland,
osaka, oslo, ottawa, oxford, paris, philadelphia, phoenix, pittsburgh, portland, prague, quito, reykjavik, riga,
rio de janeiro, rome, rotterdam, san antonio, san diego, san francisco, san jose, santiago, sao paulo, sarajevo, seattle,
seoul, seville, shanghai, sofia, stockholm, stuttgart, sydney, taipei, tallinn, tehran, tel aviv, tokyo, toronto, tunis,
turin, valencia, vancouver, venice, vienna, vilnius, warsaw, washington, zagreb, zurich, brooklyn, manhattan, queens
`);

/** Organisations known by a bare name that is seldom anything else. */
export const ORGANIZATIONS = lines(`
airbnb, amazon, bbc, bmw, boeing, cern, cia, cnn, disney, ebay, facebook, fbi, fedex, github, gitlab, google, greenpeace,
harvard, hsbc, huawei, ibm, ikea, imf, instagram, intel, linkedin, lufthansa, mastercard, mcdonalds, microsoft, mit, nasa,
nato, netflix, nike, nvidia, openai, oracle, paypal, pepsi, pfizer, philips, pinterest, pixar, porsche, red cross, reddit,
salesforce, samsung, shopify, siemens, slack, sony, spacex, spotify, stanford, starbucks, stripe, tesla, tiktok, toyota,
twitter, uber, unesco, unicef, united nations, volkswagen, walmart, wikipedia, yale, youtube, zoom
`);

/** What an organisation's name ends with. */
export const ORGANIZATION_ENDS = words(`
inc corp corporation ltd limited llc llp gmbh ag plc company co group holdings partners ventures labs laboratories
technologies systems solutions software industries university college institute academy school hospital clinic bank
insurance airlines airways foundation association society agency ministry department council committee commission union
church club museum library orchestra bakery restaurant hotel studio studios media press magazine times
`);

/** What a place's name ends or begins with. */
export const PLACE_ENDS = words(`
street avenue road lane boulevard square river lake sea ocean mountain mountains island islands beach bay valley park
forest canyon desert city county province peninsula falls coast airport station bridge
`);
export const PLACE_STARTS = words(
  "lake mount mt port fort cape rio saint san santa los las el north south east west new",
);

/** Words with a capital that are no name. */
export const NO_NAMES = words(`
i a an the this that these those it its he she we you they my your his her our their me him them
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december christmas easter thanksgiving halloween ramadan hanukkah english spanish french german italian
chinese japanese korean russian arabic hindi portuguese dutch american british canadian mexican indian european asian
african muslim jewish catholic internet ok okay yes no hi hello hey thanks thank wow oh well god tv pc
q1 q2 q3 q4 am pm ceo cto cfo hr it ai api faq pdf
`);

export const TITLES = words(
  "mr mrs ms miss dr prof professor sir madam aunt uncle grandma grandpa father sister captain president",
);
