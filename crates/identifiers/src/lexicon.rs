//! Words: some that are names of people often enough to be taken for one anywhere, and some that begin with a capital
//! at a desk and are nobody's name. Both lists are our own and short on purpose; a name is mostly known by what
//! stands around it.

use std::{collections::HashSet, sync::LazyLock};

/// Common given names.
const GIVEN: &str = "aaron abigail adam adrian agnes ahmed aisha alan albert alejandro alex alexander alexandra alice \
alicia allison alma amanda amber amelia amy ana andrea andrew angela angelica anita ann anna anne annie anthony antonio \
arthur ashley audrey barbara beatrice benjamin bernard beth betty beverly bonnie bradley brandon brenda brian bruce \
bryan caleb cameron carl carla carlos carmen carol caroline carolyn catherine cecilia charles charlotte cheryl chris \
christian christina christine christopher claire clara clarence claudia connie craig crystal cynthia daniel danielle \
david deborah debra denise dennis diana diane diego dolores donald donna doris dorothy douglas dylan earl edith edward \
eileen elaine eleanor elena elizabeth ella ellen elsie emily emma eric erica erin esther ethan ethel eugene eva evelyn \
fatima felix fernando florence frances francis francisco frank fred gabriel gary george gerald gertrude gladys gloria \
gordon grace gregory hannah harold harry hassan hazel heather hector helen henry howard ian ida irene iris isaac isabel \
isabella ivan jack jacob jacqueline james jamie jane janet janice jason javier jean jeanne jeffrey jennifer jeremy jerry \
jesse jessica jesus jill joan joann joanne joe joel john johnny jonathan jorge jose joseph josephine joshua joyce juan \
juanita judith judy julia julie june justin karen katherine kathleen kathryn kathy kayla keith kelly kenneth kevin kim \
kimberly kyle larry latoya laura lauren lawrence leah leo leon leroy leslie lewis lillian linda lisa logan lois loretta \
lori louis louise lucas lucille lucy luis luke lydia lynn mabel manuel marcus margaret maria marie marilyn mario marion \
marjorie martha martin marvin mary matthew maureen maurice megan melissa mia michael michelle miguel mildred minnie \
mohamed mohammed molly monica nancy naomi natalie nathan nicholas nicole nina noah nora norma norman olga oliver olivia \
oscar pamela patricia patrick paul paula pauline pedro peggy peter philip phillip phyllis priya rachel ralph ramon \
raymond rebecca renee ricardo richard rita robert roberta rodney roger ronald rosa rosalind rose rosemary roy ruby \
russell ruth ryan sally samantha samuel sandra sara sarah scott sean sergio sharon sheila shirley sofia sophia stanley \
stella stephanie stephen steven sue susan suzanne sylvia tamara teresa terry thelma theodore theresa thomas timothy tina \
todd tracy travis tyler valerie vanessa vera vernon veronica vicki victor victoria vincent viola violet virginia vivian \
walter wanda wayne wendy wilma yolanda yvonne zachary";

/// Words that are no names, whatever case they stand in.
const PLAIN: &str = "a about above access account accounts acct active ad address admin administration admission adobe adt \
after again age agent alarm alert all am an and any app application appointment approved apps april are area as asap ask \
asks asset at athenahealth august authorized available back badge bank barcode bay beacon bed bedside been before being \
best better between billing biomed birth bitlocker blank block board both box bridge but button by cable cadd call called \
caller calls came can cannot cant card care carefusion cart case cath center central cerner chart charts chat check \
checked chrome cisco citrix claim claims clinic clinical closed code coffee com comes complains complaint computer \
connect consent could crash csn ct cups cut daily data date dates day days dead december default dell delivery \
department desk despite device did different direct discharge discharged display dob docked docks doctor does done door \
down downtime dr drive driver drops due during each east ecg ed edge education ehr ekg email emergency emr encounter end \
engineering epic eprescribe er error event every everyone excel exchange facility failed fails falls family fax february \
feed fell field file fin final financial fine first flow folder for form format forms found freezes friday from front \
frozen full gateway ge get gets good google got group guest had happy har has have he hello help her here hi him his hl7 \
home hospital host hours how hp hyperspace i icd icu id if image images imaging imprivata in inc index info information \
inpatient install insurance intake internet into ip is issue issues it its january july june just key keyboard kiosk lab \
labs laptop last late lenovo let letter level lift line link linux list lists live load located location locked login \
looks lost low ltd mail main march may mcafee med medical medicare meditech member menu message mfa microsoft monday \
monitor more morning most mouse mri mrn mychart name names need needs network new next nicu no none north not note \
notes november now number nurse nurses october of off office officer offline ok old omnicell on once one online only open \
opens or oracle order orders our out outlook over overview pacs page panel password patch patient patients pay pc peds \
people per pharmacy phi phone photo phy pin please pm podium pool portal post power print printed printer printing prints \
problem profile program proxy pt pump pyxis q1 q2 q3 q4 queue radiology ran rate read reads really reboot record records \
refused regards register registration rejected relations remote report reports request resident restart result results \
rn robot room rounds rx safety samsung saturday save saved says scan scanner scans schedule scheduled scheduling screen \
screens search sent september server service services session set sharepoint she shift should show shows side sign signal \
since site slow so software some something soon south spectralink spoke ssn st staff start started station status still \
stuck suite summary sunday support surface surgery switch system systems tab table tablet tag team teams technician tele \
telemetry television test text thanks that the their them then there these they this those thursday ticket time times to \
today tomorrow too transport tray triage tried tuesday tv two type unable unit up update updated upgrade ups us usb use \
user users vendor version via video visit visits vlan vpn wait waiting wants ward warning was we web wednesday week \
welcome well went were west what when where which while white who whose why wifi will window windows wing with without \
wont word work workers working workstation world would wrong x xray yes yesterday yet you your zebra zoom zone access \
advocate affairs assistance basket brain count counts data days discharge eds experience fall fell flow food forms \
harm head headwall helmet history identification injury intake kept label labels left letters list lookup meals menus \
movement moved must needed needing numbers ok outcomes population privacy problem received reminder reports rights \
said satisfaction seen side statement statements survey tracker tracking transfer transfers tray volume volumes wearing \
came cancelled stated states reported reports requested request went used using took takes falls called calling arrived";

static GIVEN_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| GIVEN.split_whitespace().collect());
static PLAIN_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| PLAIN.split_whitespace().collect());

/// Whether the word (in small letters) is often somebody's given name.
pub(crate) fn is_given(word: &str) -> bool {
    GIVEN_SET.contains(word)
}

/// Whether the word (in small letters) is nobody's name.
pub(crate) fn is_plain(word: &str) -> bool {
    PLAIN_SET.contains(word)
}
