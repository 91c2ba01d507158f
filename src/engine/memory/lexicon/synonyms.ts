/** Words that mean nearly the same in talk about daily life, a set to a line: whoever asks for one finds the others. */
export const SYNONYMS = `
kid child toddler
baby infant newborn
son boy
daughter girl
mom mother mum mommy mama
dad father daddy papa
parent mom mother dad father mum
grandma grandmother granny nana
grandpa grandfather granddad
sibling brother sister twin
husband spouse partner wife
girlfriend boyfriend partner
marry married marriage wedding wed
divorce separate split breakup
friend buddy pal mate friendship
neighbor neighbour neighborhood
coworker colleague teammate
boss manager supervisor
job work career employment position role profession occupation gig
employer company firm workplace
colleague coworker
quit resign leave
fire laid layoff sack
promote promotion raise
hire recruit employ
movie film cinema
show series tv television
picture photo photograph pic snapshot image
paint painting painter canvas
draw drawing sketch doodle
song music tune track
concert gig festival band performance
book novel read reading story
author writer novelist
write writing written author
poem poetry poet
game gaming gamer videogame
trip travel journey vacation holiday getaway visit
visit trip travel tour go
roadtrip drive trip
hike hiking trail trek walk
camp camping tent campfire campsite
run running jog jogging marathon race
gym workout exercise training fitness
swim swimming pool
bike bicycle cycling cycle ride
car vehicle automobile truck
buy purchase shop order get
sell sold sale
begin start commence kick launch
finish complete end done
stop quit cease
start begin join sign enroll
join enroll sign participate member
attend go participate join
move relocate relocation moved
house home apartment flat place condo
rent lease landlord
store shop boutique market
restaurant diner cafe eatery bistro
dinner supper meal
meal lunch dinner breakfast dish
recipe cook cooking bake baking dish
food meal dish cuisine snack
drink beverage coffee tea
coffee espresso latte cafe
pet dog cat puppy kitten animal
dog puppy pup doggo
cat kitten kitty
adopt adoption rescue
sick ill unwell illness
hurt injure injury injured pain
doctor physician gp clinic
hospital emergency er clinic surgery
surgery operation surgeon
medicine medication pill prescription
therapy therapist counseling counselor
happy glad joy delighted thrilled
sad unhappy upset down heartbroken
angry mad furious annoyed
afraid scared fear terrified frightened
worried anxious nervous worry concerned
tired exhausted drained
stress stressed stressful overwhelmed pressure
proud pride accomplished
excited thrilled pumped stoked
love adore enjoy like
like enjoy love prefer favorite fan
favorite favourite best love
hate dislike despise
enjoy love like fun
want wish hope plan
plan intend going goal
goal aim dream aspiration ambition
dream goal hope aspiration
help support assist aid
support help encourage backing
advice suggest recommend tip suggestion
recommend suggest recommendation
teach teacher class lesson instructor
learn study lesson class
class course lesson workshop
school college university campus
student pupil classmate
degree diploma graduate
exam test quiz
win won victory winner champion
lose lost loss
award prize trophy medal honor
contest competition tournament championship
gift present give
give gift donate
receive got get given
party celebration celebrate gathering bash
birthday bday cake
meet met meeting
talk chat speak discuss conversation
call phone ring
big large huge
small little tiny
make made create build craft
create make build design
fix repair mend
repair fix mend
clean tidy declutter
break broke broken crack
happen occur event
problem issue trouble difficulty
difficult hard tough challenging challenge
challenge difficulty obstacle struggle tough
important significant meaningful
beautiful pretty gorgeous stunning lovely
money cash fund dollar
cheap affordable inexpensive
expensive costly pricey
volunteer volunteering charity
donate donation give charity
fundraiser fundraising raise charity
death die passed died
funeral memorial burial
pregnant pregnancy expecting
accident crash collision
police cop officer
garden gardening plant yard
flower bloom rose bouquet
beach ocean sea coast shore
mountain peak summit hike
forest wood tree
lake river pond
city town downtown
street road avenue
country nation homeland
community group club
group club team community
team squad club
event gathering function
speech talk presentation
church chapel worship
pray prayer praying
meditate meditation mindfulness
dance dancing dancer ballet
sing singing singer choir
guitar strum acoustic
piano keyboard pianist
ceramic pottery clay
sew sewing stitch knit
hobby pastime interest
relax unwind chill destress
sleep nap bed
wake woke
decide decision choose
change transition transform
hope wish
remember memory remind recall
inspire inspired inspiration motivate
motivate motivation inspire
symbolize represent symbol mean
represent symbolize mean
necklace jewelry pendant
shoes sneaker boot
clothes outfit clothing wear
childhood kid young younger
elderly old senior
healthy health nutritious
diet eating nutrition
computer laptop pc
phone smartphone cell
internet online web
video clip footage youtube
blog post website
business company startup store
customer client
invest investment stock
owner own
open opening opened
close shut
realize learn discover
discover find found
find found discover
share tell
tell told share
feel felt feeling
kind type
live living reside residence
born birth birthplace
`;
