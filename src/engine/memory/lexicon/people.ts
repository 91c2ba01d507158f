/** Subjects of people: who they are, what they believe, feel, do for a living and live through. See `TOPICS`. */
export const PEOPLE = `
religion religious faith spiritual spirituality belief church god christian jewish muslim buddhist atheist believe
 believer devout worship pray prayer > bible temple mosque synagogue sermon pastor priest minister congregation choir
 baptism blessed blessing blessings holy gospel scripture easter lent ramadan shabbat monastery meditation parish soul
 sunday pew pews hymn hymns psalm nativity communion verse chapel altar candle monk nun rabbi imam devotional sin
 heaven angel bless sermons retreat disciple crucifix rosary pilgrimage
politic political politics party leaning ideology liberal conservative vote government activist activism rights voter
 democrat republican civic > voting election campaign senator congress mayor council policy policies protest march
 rally democracy petition progressive law equality justice ballot poll polls debate parliament minister union strike
 welfare immigration climate refugee picket slogan constitution amendment local committee
patriotic patriotism patriot military serve veteran soldier army navy national > troops service country flag marine
 base parade freedom enlist deployment uniform barracks lieutenant regiment medal tribute memorial anthem oath comrades
 tour
lgbtq lgbt gay queer transgender trans ally identity gender nonbinary lesbian bisexual community > pride transition
 acceptance coming pronouns inclusive inclusivity rainbow drag hormones tolerance discrimination
career job profession occupation work field fields pursue industry employment careers professional professionally
 employed jobs vocation nurse doctor teacher lawyer engineer > working office company boss coworker client clients
 hired promotion interview internship resume salary business degree counseling teaching designer developer chef manager
 consultant certification training shift shifts apprentice apprenticeship trainee shadowing notice resigned quit
 entrance license licensed practice patients ward firm freelance contract paycheck colleagues department applied
 application position mentor
education educational educate academic study degree major college field fields school student studying graduate
 undergraduate phd university > course courses class classes exam exams tuition scholarship professor campus graduation
 thesis certificate diploma semester research homework tutor lecture lectures dissertation essay seminar freshman
 sophomore senior dean enrolled enroll internship grades gpa bachelor textbook notes midterm
finance financial financially money wealth wealthy rich poor income class afford economic budget affordable expensive
 cost costs bills debt > bill rent loan mortgage salary savings paycheck broke invest investment donate donation
 scholarship raise bonus bank tight cash job luxury mansion declined coin coins pawn sold second-hand heating overtime
 wages paid pay unpaid poverty struggling price prices pension inheritance lottery yacht villa fund funds refund
 discount
allergy allergic allergies discomfort asthma condition allergen sensitive suffer sneeze > fur pollen dairy lactose
 gluten nuts peanut shellfish sneezing itchy rash inhaler hives breathe reaction swollen sneezed swell swelled swelling
 antihistamine tablets watery runny nose wheeze wheezing hay fever rashes epipen intolerance intolerant
health healthy medical condition illness disease wellbeing symptom sickness sick disorder suffers patient > doctor
 hospital clinic diagnosis diagnosed medicine medication surgery pain therapy checkup blood pressure weight diabetes
 heart asthma cancer migraine headache fever flu injury sprained ankle knee back physio recovery treatment symptoms
 nurse specialist insulin tumor chemo scan x-ray mri cholesterol arthritis stroke infection virus covid cough nausea
 dizzy allergy injection dose chronic
mental anxiety depression stress stressed cope coping wellbeing > therapy therapist counseling anxious depressed
 overwhelmed panic burnout meditation journaling journal mindfulness breathing yoga calm calming support lonely
live lives living home hometown resident residence neighborhood house apartment moved move neighbor located reside >
 moving rent neighbors street roommate suburb town city downtown farm cabin yard mortgage landlord lease block floor
 balcony attic basement upstairs downstairs boxes countryside village farmhouse bungalow condo
family families relative relatives children kids siblings parents married grandmother grandfather cousin > mom dad
 mother father son daughter brother sister husband wife grandma grandpa aunt uncle niece nephew grandkids baby twins
 inlaws grandson granddaughter stepmother stepfather godmother sister-in-law brother-in-law reunion ancestors
relationship relationships dating single romantic partner love married marital status spouse husband wife boyfriend
 girlfriend divorced engaged > fiance engagement wedding anniversary date divorce breakup honeymoon proposal crush
 proposed proposing bride groom vows fiancé soulmate in-laws valentine kissed romance ex single-parent widow
children kids child kid parent motherhood fatherhood mom dad mother father baby family > son daughter toddler school
 playground bedtime newborn twins pregnant adoption adopt parenting little eldest oldest youngest tooth diaper diapers
 stroller crib lunchbox lunchboxes kindergarten preschool nursery homework tantrum babysit babysitter daycare midwife
 birth boys girls stepson stepdaughter
friend friends social friendship sociable outgoing friendships buddies popular lonely > buddy club group party
 gathering hang neighbors roommate mates gang crew companion bestie acquaintance hangout hanging
personality trait traits character characteristic describe attribute attributes quality personalities adjective
 adjectives strengths qualities > kind thoughtful caring brave courageous strong strength driven determined honest
 authentic patient generous creative passionate supportive loyal hardworking selfless inspiring inspiration resilient
 confident shy stubborn organized calm curious adventurous empathy compassion compassionate perseverance dedication
 dedicated heart ambitious funny humble kindness courage bravery loving warm gentle reliable dependable positive
 optimistic outgoing introvert extrovert cheerful sweet soul proud admire admired role-model inspired grit tenacity
 tough fearless wise
feel feeling feelings emotion emotional emotions react reaction mood feels felt happy sad > proud nervous excited
 grateful scared anxious relieved thrilled upset overwhelmed frustrated disappointed lonely angry worried joy tears
 cried hopeful amazed blessed thankful calm devastated ecstatic nostalgic jealous embarrassed ashamed guilty bored
 homesick hurt heartbroken shaken shocked surprised speechless crying cry laughed smiling overjoyed content peaceful
 heavy numb
fear fears afraid phobia scared > terrified nervous panic heights spiders frightening nightmare
dream goal goals ambition aspire future plan plans planning intend hopes wants wishes aspirations bucket > hope hoping
 someday want thinking considering next saving opening start apply planned bucketlist one-day eventually eager aiming
 applying
setback setbacks challenge challenges struggle struggles obstacle difficulty problem hardship problems troubles
 failure fail fails > struggling tough hard difficult lost failed rejected injury injured accident broke worried
 stressful fired unemployed quit bankrupt frustrating rough fell canceled cancelled missed layoff stolen burned flooded
 crashed delays delayed debt declined refused wrong mistake mistakes
achievement achievements accomplishment success successful award proudest accomplish milestones > won win prize trophy
 medal promoted promotion graduated published finished record champion certificate scholarship milestone proud finalist
 accepted personal-best nailed aced passed honored nominated finals gold silver bronze sold-out first
charity volunteer volunteering cause causes community help charitable giving philanthropy kindhearted generous
 altruistic volunteers > shelter donate donation donated fundraiser homeless food bank drive kitchen cleanup mentoring
 mentor foundation nonprofit fundraising auction soup ladle ladling bowls residents nursing elderly litter rubbish bags
 toys-drive toy clothes blankets donations pantry hospice orphanage refugees rescue
language languages speak fluent bilingual spoken speaking vocabulary > spanish french german italian japanese chinese
 mandarin korean arabic portuguese russian hindi swedish greek latin duolingo accent translate grammar phrases fluency
 pronunciation
culture cultural heritage ethnicity ethnic background roots immigrant cultures traditional ancestry ethnicities
 descent > grandmother traditions hometown immigrated ancestors language homeland festival village folk costume spices
 community diaspora overseas mother-tongue accent native indigenous
age old young older younger birthday generation birthdays aged senior > years born school college retired retirement
 teenager kids twenties thirties forties grandkids grade turning turned sixteen eighteen twenty thirty forty fifty
 sixty seventy grandpa wrinkles pension
business entrepreneur startup company shop store venture businesses owner brand self-employed founder > customers
 opening launch website clients marketing sales investors loan lease studio partner grand merchandise inventory
 wholesale retail revenue profit logo storefront grand-opening employees supplier contract pitch
nervous calm relaxing relax peace peaceful stressrelief stress unwinding destress therapeutic > meditation yoga bath
 nature reading tea walk breathe quiet massage candles soothing serene tranquil unwind recharge stillness silence
 candle spa hammock
loss grief grieve mourning death died passed grieving deceased widow > funeral miss missed memorial gone cancer ashes
 cemetery grave tribute eulogy
law legal court crime police lawyer attorney judge prison > case trial arrested lawsuit ticket fine contract jail jury
 sentence bail custody settlement sued
accident emergency disaster damage crash injury hurt damaged > fire flood hurricane storm earthquake ambulance
 hospital broken stolen robbed burglary leak insurance collided hit fell wreck claim
nickname called name named names > call
symbol symbolize meaning mean significance represent reminder reminds symbolic symbolizes sentimental > represents
 means stands special tattoo tribute memory heirloom keepsake
support supported supporter encourage encouragement > supportive helped encouraging there mentor friends family
 cheering rock
role leader leadership lead mentor organize organized coach organizer founder > leading organizing captain president
 chair coaching mentoring committee chairman supervise supervised volunteer coordinator host hosting
adopt adoption foster > agency adopting agencies orphan paperwork shelter rescue
bad habit addiction quit > smoking smoke cigarettes drinking sober vaping sugar gambling caffeine nicotine
night sleep insomnia rest > sleeping nap bed nightmares tired dreams melatonin awake
medication drug drugs treatment remedy > pills tablets dose prescription pharmacy pharmacist antibiotics ibuprofen
 aspirin vaccine injection syrup
surgery operation scar recover recovery rehab > operating surgeon anesthesia stitches healing crutches cast bandage
 therapy physio
teach teaching teacher tutor > students pupils lesson lessons classroom class homework curriculum grade grades
 kindergarten tutoring explain lecture
magic fantasy supernatural superstitious > wizard dragon ghost witch vampire spell tarot horoscope astrology psychic
 haunted omen lucky
humor funny joke sense > jokes laugh laughed laughing hilarious prank comedy comedian standup silly
parenting discipline strict > bedtime rules grounded screen homework chores curfew spoil
nationality immigrant immigration citizen > citizenship visa passport embassy border asylum papers
retire retirement elderly > retired pension seniors grandkids golf
early morning dawn routine > sunrise alarm awake breakfast jog
party celebrate nightlife > dancing club bar drinks cake balloons toast karaoke dj
crime steal thief robbery > stolen robbed burglar theft police scam fraud mugged
romantic love date > roses candlelight valentine kiss dinner anniversary flowers
morning person night owl > dawn late midnight sunrise alarm
ancestor history historical museum > ruins castle monument century ancient medieval war archive
independent independence alone solo > myself single own solitude
communication shy introvert extrovert outgoing > crowds quiet talkative party speech stage nervous
comfort comforting cope coping > hug blanket tea cry prayed journal walk friend therapy
conflict argument argue fight disagree > fought argued yelled apologized sorry shouting
apology forgive regret > sorry mistake forgave wish
safety dangerous risk risky > danger helmet scared rescue emergency
luck lucky fortune gamble > lottery casino bet poker jackpot won
`;
