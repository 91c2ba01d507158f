// English words by how common they are, most common group first, from general knowledge of the language; grammar words
// stand in the stop list. Order within a group means nothing.
const GROUPS = [
  `time year people way day man thing woman life child world work use make know take see come think look want find
  call try ask need feel become leave put mean keep begin help talk turn start show hear play run move like live
  believe hold bring happen write provide sit stand lose pay meet include continue set learn change lead understand
  watch follow stop create speak read allow add spend grow open walk win offer remember love consider appear buy wait
  serve die send expect build stay fall cut reach kill remain good new first last long great little own old right big
  high different small large next early young important public bad able one two three many number part place case
  week company system program question government group problem fact home water room area money story month lot study
  book eye job word business issue side kind head house service friend power hour game line end member law car city
  community name president team minute idea body information back parent face level office door health person art war
  history party result morning reason research girl guy moment air teacher force education well even also around
  another still less least fewer enough several together often always never sometimes already today best better say go
  get give four five six seven eight nine ten second day page form point type order value data example note see based
  used using state process control report general possible given however therefore`,
  `age policy music market sense service field action interest course figure role effect report price rate test class
  section model method table list file set term term note view access user key code text date item event unit size
  space cost product support require increase reduce develop produce return pass receive determine base close low
  short full real whole free clear simple single main major special certain similar common current local human social
  political economic national international personal natural hard easy strong available recent final past future
  likely recently usually generally particular various total present per among across toward within although whether
  nothing everything something anything someone everyone anyone far near ago later ever almost perhaps probably
  actually especially simply quickly yet half hundred thousand million top bottom left middle outside inside front
  country school student family mother father brother sister son daughter hand night food land street road tree
  town window paper language letter sound light color black white red green blue heart mind death birth age doctor
  patient hospital disease drug medical treatment care cause risk condition science theory evidence analysis measure
  experiment practice approach structure function design project plan technology computer network software version
  application management organization department director court right security police military army crime attack
  election vote leader official federal bank tax trade industry worker company customer sale stock fund million growth
  quality standard performance source material energy oil gas environment animal plant sea river mountain earth star
  picture image photo film movie show song player ball season score goal race record field practice choose agree
  accept answer apply argue arrive assume avoid become break carry catch check compare complete contain cover deal
  decide define describe discuss draw drive eat enter establish exist explain express fail fight fill finish fly force
  forget form hang hit hope identify imagine improve indicate introduce involve join jump lay lie listen maintain
  manage mention miss notice obtain occur own perform pick point prepare prevent protect prove publish pull push raise
  realize recognize refer reflect relate release remove replace represent respond rest reveal rise save seem sell
  share shoot shut sign sing sleep smile sort step suffer suggest suppose teach tend thank throw touch train travel
  treat visit wear wish wonder worry`,
  `ability account achieve act activity actual adult advance advantage affair affect afford afternoon agency agent
  aim alone amount ancient angle announce annual apart apparent appeal appropriate approve argument arm arrange arrival
  article aspect assess asset assign assist associate association atmosphere attempt attend attention attitude attract
  audience author authority average award aware background balance band bar basic basis beach bear beat beautiful bed
  behavior benefit billion bind bird bit block blood board boat bone bottle box boy branch brain bread bridge brief
  bright broad budget burn bus button calculate camera camp campaign cancer candidate capable capacity capital card
  career cell central century chain chair challenge chance chapter character charge cheap chemical choice church circle
  citizen civil claim classic clean climate clothes club coast coffee cold collect collection college combination
  combine comment commercial commission commit committee communicate communication competition complex component
  concept concern conclude conclusion conduct conference confirm conflict connect connection consequence constant
  construct construction consumer contact content context contract contrast contribute conversation convert cook copy
  corner corporate correct council count couple crisis critical crowd cultural culture cup customer cycle daily damage
  danger dark deal debate debt decade decision deep defense degree deliver demand democracy deny depend depth derive
  desire desk despite detail detect difference difficult difficulty digital dinner direct direction directly discover
  discussion distance distribution district divide division document dog dollar double doubt dream dress drink driver
  drop dry due duty ear ease east eastern economy edge edit editor effective efficient effort egg electric element
  else emerge emotional emphasis employ employee empty enable encourage enemy engine engineer enjoy ensure entire
  environmental equal equipment error escape essential estimate evaluate evening eventually exact examine except
  exchange exercise expand expensive experience expert explore extend extent external extra extreme eye factor factory
  failure fair faith familiar famous fan farm fast fear feature feed female final finance financial finding fine finger
  finish fire firm fish fit fix flat flight floor flow flower focus foot football foreign forest formal former forward
  foundation frame freedom frequency frequent fresh fruit fuel fun gain garden gate gather generate generation glass
  global gold grand grant grass gray ground guess guest guide gun habit hair handle happy hat head heat heavy height
  hide hill hire historical hole holiday horse host hot hotel huge hunt husband ice ideal illness illustrate impact
  imply importance impossible impose impress improvement inch incident income increasingly independent index individual
  infant influence inform initial initiative injury input insert instance instead institution institute instruction
  instrument insurance intend intense interaction internal internet interpret interview invest investigate investment
  invite iron island journal judge judgment justice kid kitchen knee knowledge labor lack lady lake launch lawyer layer
  league leg legal lend length lesson liberal library license lift limit link liquid literature load loan location lock
  log logic loss loud lower luck lunch machine magazine mail majority male map mark marriage married mass massive match
  math matter maximum meal meaning meat media medicine medium memory mental message metal mile milk mine minimum
  minister minor mirror mission mistake mix mixed mode modern mood moral motion mouth movement multiple murder muscle
  museum native nature neck negative neighbor nerve nice noise normal north nose novel nuclear object objective observe
  obvious occasion ocean officer okay operate operation opinion opportunity oppose option organic origin original
  output overall owner pack package pain paint pair panel parallel park partner passage path pattern peace peak
  percent percentage perfect period permanent permit phase phone physical piece pilot pipe plane plastic plate pleasure
  plus pocket poem poet pool poor popular population position positive post pot potential pound practical precise
  prefer presence press pressure pretty previous pride primary principle print prior prison private prize procedure
  profession professional professor profit progress promise promote proof proper property propose protein protest proud
  purchase pure purpose quarter quick quiet quote radio rail rain random range rapid rare ratio raw reaction ready
  reality reasonable recall reduction reference reform refuse regard region regular relation relationship relative
  relevant relief religion religious rely repair repeat reply request requirement rescue reserve resident resist
  resolution resource respect responsibility responsible restaurant restrict review revolution rich ride ring rock roll
  roof root rough round route row rule rural safe safety salt sample sand scale scene schedule scheme scientific
  scientist screen search seat secret sector secure seed select selection self senior sensitive sentence separate
  sequence series serious session settle severe sex shadow shake shape sharp sheet shift ship shirt shoe shop shot
  shoulder signal significant silence silver sir site situation skill skin slow smart smell smoke smooth snow soft soil
  soldier solid solution solve soul south southern speaker specific specify speech speed spirit split sport spot spread
  spring square stable staff stage star statement station statistics status steel stick stone storage store storm
  straight strange strategy stream strength stress stretch strike string stroke structural style subject substance
  succeed success successful sudden sugar suit summary summer sun supply surface surgery surprise surround survey
  survive switch symbol symptom table tail talent tall tank tape target task taste teach tear technical technique
  telephone television temperature temporary text theme thick thin threat tie tight tiny tip title tone tool tooth
  tough tour track tradition traditional traffic transfer transform transition translate transport trial trip trouble
  truck true trust truth typical unable uncle union unique universe university unknown unusual update upper urban usage
  useful usual vacation valley variable variation variety vary vast vehicle version victim video village violence
  virtual vision visual vital voice volume wage wall warm warn wash waste wave weak wealth weapon weather web weekend
  weight welcome west western wheel wide wife wild wind wine wing winner winter wire wise wood worth wound writer wrong
  yard yellow young youth zero zone`,
];

// The frequency rank that stands for each group, and for every word in none.
const RANKS = [150, 400, 1500];
const UNLISTED_RANK = 20_000;

// Zipf's law gives a word of rank r a share of 0.1 / r of running text; a text of 150 words then holds it with
// probability 1 - exp(-15 / r).
const rarity = (rank: number) => -Math.log(1 - Math.exp(-15 / rank));

/** The weight of a word in no group. */
export const RARE = 1;
/** The weight of a stop word: enough for a text of nothing else to have a direction. */
export const STOP = 0.05;
/** The weights of the groups' words, from an idf by Zipf's law, against that of a rare word. */
export const GROUP_WEIGHTS = RANKS.map((rank) => rarity(rank) / rarity(UNLISTED_RANK));
export const COMMON_WORDS: readonly string[][] = GROUPS.map((group) => group.trim().split(/\s+/));
