/** Subjects of things and pastimes, of places and nature. See `TOPICS`. */
export const THINGS = `
subject science field > biology chemistry physics math history engineering psychology nursing medicine law economics
 literature geography art education computing
pet pets animal animals kitten puppy cat dog reptile > puppies kittens bird parrot hamster rabbit bunny fish turtle
 tortoise snake lizard gecko horse pony goldfish aquarium leash vet fur paws litter shelter breed guinea ferret pup
 hound beagle tabby retriever labrador poodle spaniel terrier bulldog corgi mutt whiskers paw tail bark barking meow
 purr collar cage tank feeder fetch walkies groomer hay crate canary parakeet chick chickens ducks iguana chameleon
 mouse mice rat rats frog
fitness exercise exercises athletic active sporty sport workout physically physical fit lifestyle stamina energetic >
 gym run running jog marathon yoga pilates lifting weights swim swimming cycling bike hiking stretching training
 trainer squash boxing muscle steps treadmill climbing tennis soccer basketball miles kilometers kilometer sprint
 jogged push-ups squats cardio workouts crossfit zumba aerobics bootcamp weightlifting spinning pace endurance warmup
 sweat sore
sport sports athlete athletic team player > soccer football basketball baseball tennis golf hockey volleyball rugby
 cricket swimming skiing ski snowboarding surfing surf climbing boxing karate judo wrestling gymnastics skating
 badminton rowing sailing marathon running cycling race coach league match tournament goal score season goals scored
 scoring striker dunk pitch court referee playoffs championship relay triathlon diving archery fencing lacrosse
 softball handball swimmer sprint trophy stadium jersey scrimmage practice
diet eat eating vegetarian vegan nutrition weight healthy meatless > meat salad vegetables veggies fruit sugar
 calories protein dairy gluten carbs smoothie portion organic snack snacks soda junk tofu keto lentils chickpeas quinoa
 oats berries spinach broccoli intermittent plant-based dairy-free pescatarian
food foods dish dishes meal meals cuisine cook cooking eat snack dessert treat cooked cooks recipes eats favorite >
 pizza pasta lasagna soup salad chicken steak fish sushi curry tacos burger sandwich bread rice noodles dumplings
 cheese cake cookies pie ice cream chocolate pancakes bake baked roast grill grilled barbecue stew recipe homemade
 delicious tasty spicy oven breakfast lunch dinner brunch oatmeal pancake waffles eggs bacon ham sausage turkey shrimp
 salmon seafood paella risotto ramen noodle lasagne casserole gravy stuffing dumpling pierogi kebab hummus falafel
 bagel croissant muffin muffins brownies cupcakes donuts pudding custard
drink drinks beverage alcohol > coffee tea beer wine whiskey cocktail juice soda smoothie water latte lemonade cider
 rum
hobby hobbies activity activities pastime interest interests leisure free partake fun enjoy relax destress unwind >
 painting paint drawing pottery photography knitting crochet sewing gardening cooking baking reading writing hiking
 camping fishing swimming running cycling dancing yoga guitar piano singing games gaming chess puzzles collecting
 birdwatching woodworking crafts surfing climbing skating skiing volunteering movies concerts travel museum kayaking
outdoor outdoors nature park wilderness adventure vacation hiking camping wildlife > camp hike trail forest woods
 mountain mountains lake river beach ocean waterfall tent campfire stars sunset sunrise birds fishing kayak canoe
 canyon meadow hills scenery ridge cliff valley valleys dunes moor tents sleeping-bag backpack backpacked campground
 cabin bonfire marshmallows canoeing rafting trailhead pine meteor shower constellation wildflowers deer owls owl bear
 eagle heron fox desert
indoor indoors inside > reading puzzle board games cooking baking painting knitting movie couch chess museum
beach ocean sea coast coastal surf surfing seaside island shoreline > waves sand shore sailing boat seashells swim
 harbor bay tide tides surfboard snorkel lighthouse pier dolphins whales seaweed sandcastle sunscreen bikini lagoon
 marina cliff
mountain mountains > hike hiking peak summit trail ski snow climb climbing altitude cabin
travel traveled trip trips vacation abroad visit visited place places destination tour holiday destinations countries
 travelling traveling getaway > flight flew plane airport hotel passport beach roadtrip island mountains museum
 sightseeing luggage backpacking cruise train landmark cathedral castle itinerary visa hostel airbnb resort tourist
 tourists souvenirs flights layover ferry safari trek expedition camper campervan drove border postcard
country countries nation abroad nationality homeland origin > france paris italy rome spain barcelona madrid england
 london britain ireland dublin scotland germany berlin portugal lisbon greece athens turkey istanbul sweden stockholm
 norway oslo denmark finland netherlands amsterdam belgium switzerland austria vienna poland prague hungary croatia
 iceland russia ukraine japan tokyo kyoto china beijing korea seoul india thailand bangkok vietnam indonesia bali
 philippines singapore australia sydney zealand canada toronto vancouver mexico cuba brazil argentina chile peru
 colombia costa egypt morocco kenya nigeria ghana tanzania ethiopia africa europe asia
state states usa american > california florida texas york washington oregon colorado arizona nevada utah montana
 alaska hawaii michigan minnesota ohio illinois chicago boston massachusetts maine vermont georgia atlanta carolina
 virginia tennessee nashville louisiana seattle portland denver phoenix miami tampa orlando angeles francisco diego
 vegas philadelphia connecticut jersey wisconsin indiana iowa kansas kentucky alabama missouri yellowstone yosemite
city cities town > paris london rome berlin madrid barcelona tokyo kyoto sydney toronto vancouver york boston chicago
 seattle portland denver miami angeles francisco diego austin dallas houston vegas nashville edinburgh dublin amsterdam
 vienna prague lisbon istanbul bangkok singapore downtown
event events attend attended participate participated happenings occasions festival gathering > concert parade
 conference meeting workshop race marathon fair exhibition show fundraiser gala party wedding convention tournament
 reunion ceremony rally speech picnic retreat meetup carnival competition premiere recital screening launch fest
 marches barbecue potluck bonfire rehearsal auction pageant showcase opening seminar webinar hackathon summit
environment environmental climate green sustainability conservation ecology ecological nature eco > recycle recycling
 solar pollution plastic compost trees planting cleanup wildlife ocean reef reusable sustainable emissions carbon
 footprint waste reduce reuse electric bike deforestation endangered species beach-cleanup zero-waste
music musical band bands song songs genre listen musician concert concerts listens listening sing > album guitar piano
 violin drums singer singing jazz rock classical pop country blues rap playlist vinyl festival melody orchestra lyrics
 tune stage gig drummer guitarist bassist vocals chord chords strings strumming tango waltz lullaby brass records
 record speakers headphones opera soundtrack symphony bach mozart beethoven composer choir tour setlist encore audition
 rehearsal rehearsals microphone
instrument instruments guitar piano play > violin cello drums flute clarinet saxophone trumpet ukulele banjo keyboard
 bass harp accordion harmonica viola trombone mandolin chord chords strings bow keys drumsticks tune lessons
art artistic artist creative creativity craft crafts arts painter sculptor gallery handmade > paint painting painted
 canvas watercolor sketch drawing drew sculpture pottery clay ceramics museum mural portrait photography knitting quilt
 embroidery woodworking carving origami jewelry brush easel calligraphy design exhibit exhibition paintings murals wall
 sketches sketching sketchbook notebook charcoal pastel oils acrylics palette wheel glaze glazed fired teapot vase bowl
 pots artwork doodle ink collage mosaic stained tapestry weaving loom candle-making stitching crochet woodwork print
 prints
book books read reading author literature series genre novel novels reader bookshelf > chapter fiction fantasy mystery
 memoir poetry library bookstore story page pages biography trilogy classics paperback hardcover bestseller sequel plot
 protagonist narrator chapters bookclub librarian
movie movies film films show shows watch watched series tv cinema streaming > actor actress director scene theater
 comedy horror thriller drama documentary episode season netflix marvel disney trilogy superhero animated screenplay
 trailer popcorn screening premiere hero villain sequel remake star wars binge binged anime cartoon sitcom rom-com
game games gaming video console play gamer gamers gameplay rpg > xbox playstation nintendo switch pc controller
 multiplayer tournament chess cards board puzzle strategy level minecraft zelda mario poker steam esports quest boss
 avatar streamer streaming twitch playthrough dlc patch guild lobby ranked arcade pokemon fortnite valorant
 civilization catan monopoly scrabble
tech technology technical device devices gadget computer software programmer engineer coding robotics > laptop phone
 tablet app code programming robot website developer python ai drone gaming server keyboard headset 3d printer
 algorithm debug database javascript smartwatch vr
vehicle car cars transportation drive motorcycle vehicles drives driver > truck bike bicycle van suv engine garage
 mechanic tires driving license tesla ford mustang toyota honda breakdown steering brakes clutch wheel highway parking
 flat tow towed mileage gas hybrid electric sedan convertible pickup
plant plants flower flowers garden gardening gardener gardens vegetables grow growing > roses tulips sunflowers
 tomatoes herbs basil seeds soil greenhouse succulent cactus orchid lavender blossoms bouquet lilies pots harvest
 sprout sprouts weeds compost hedge lawn shrub orchard lemon mint rosemary thyme pumpkin carrots peppers zucchini
 pruning
clothes clothing wear fashion style outfit dressed shoes dress > shirt jacket coat boots jeans hat scarf sweater suit
 skirt sneakers designer blouse hoodie tshirt pants shorts gloves belt cap socks gown tuxedo heels sandals
gift gifts present presents item items buy bought purchase purchased souvenir receive received > necklace ring
 bracelet book mug shoes card voucher wrapped shopping vase teddy sweater bag painting tickets bouquet chocolates
 earrings surprise keepsake handmade
collect collection collects > collecting coins stamps vinyl records figurines cards comics antique vintage memorabilia
 autograph jersey
color colour colors > red blue green yellow orange purple pink black white brown gold silver teal turquoise
weather season climate sunny snowy rainy > rain snow storm wind heat cold flood hurricane winter summer spring autumn
 foggy humid windy freezing frost ice icy thunder lightning drought warm chilly
holiday holidays celebrate tradition traditions festival > christmas thanksgiving easter halloween hanukkah diwali
 birthday anniversary tree turkey lights fireworks costume feast eve
write writing writer poem blog publish author novelist blogger > wrote novel poetry script screenplay journal draft
 editor publisher published chapter essay article manuscript plot rejection
dance dancing dancer dances ballet > studio salsa hip choreography performance recital contemporary waltz rehearsal
 swing ballroom hip-hop troupe stage choreograph
photo photography picture camera photographer photos photographs photographing > lens portrait shot sunset album shots
 darkroom dslr tripod landscape exposure snapshot polaroid film develop edited lightroom
build building renovate renovation diy repair home improvement repaired fixed renovating construction carpenter >
 built kitchen furniture shelf paint tools wood carpentry deck bathroom hammer roof plumbing plumber drill nails bricks
 concrete tiles wiring electrician contractor workshop treehouse shed
shop shopping store stores mall > market boutique sale bought discount groceries online thrift
space science astronomy star stars astronomer astronaut cosmos > telescope planet moon meteor eclipse galaxy nasa
 rocket comet shuttle orbit nebula constellation mars
fashion beauty makeup hair hairstyle > haircut hairdresser salon dyed lipstick nails manicure perfume earrings braid
 curls bald beard
tattoo jewelry accessory accessories wear > necklace ring bracelet earrings pendant watch brooch locket
house household chores domestic > laundry dishes vacuum vacuuming mopping ironing cleaning tidy declutter trash
furniture decor decorate interior room > sofa couch table chair shelf lamp rug curtains bed desk armchair wallpaper
insect insects bug spider > bee bees butterfly butterflies ant ants mosquito wasp moth ladybug
bird birds birdwatching > owl eagle heron robin sparrow crane hawk parrot duck geese swan feeder binoculars nest
water swim ocean lake river > swam swimming pool dive diving snorkeling kayak paddle boat float
snow ski winter > skiing snowboard sled snowman ice skating slopes mittens sledding
podcast radio journalism news media > episode interview newspaper magazine reporter channel subscribers followers
social media online influencer > instagram followers post posts video videos channel youtube blog likes viral
invention engineer engineering mechanic > built engine circuit prototype sensors machine motor wires tools
`;
