/**
 * Words that lists of leaked passwords are made of, in small letters; digits, signs and look-alike
 * letters around and in them are dealt with where the words are used. Shorter ones are left out:
 * they would be found in passwords that are none of them.
 */
export const COMMON_WORDS: readonly string[] = `
password passwort passw0rd passwd pass word motdepasse contrasena wachtwoord geheim secret secure security private access login logon signin
account admin administrator root superuser user username guest test testing tester demo sample example default changeme changeit temp temporary
letmein openup opensesame welcome willkommen hello hallo bonjour whatever trustno1 trust master master123 super superman batman spiderman
ironman starwars pokemon naruto matrix hunter killer ninja dragon monkey tiger lion eagle falcon phoenix wolf bear shark dolphin panther
mustang ferrari porsche mercedes corvette harley yamaha honda toyota football fussball baseball basketball soccer hockey tennis golf rangers
yankees lakers cowboys arsenal chelsea liverpool barcelona juventus realmadrid manchester united sunshine sunflower flower rose summer sommer
winter spring autumn herbst monday friday january february april june july august september october november december princess prince
queen king angel angels lovely loveyou iloveyou ilove love lover baby babygirl honey sweety sweetheart darling schatz forever friend
friends family mother father daddy mommy jesus christ heaven god blessed cookie chocolate cheese banana apple orange cherry pepper ginger
peanut pumpkin coffee butter computer internet google facebook youtube microsoft windows linux apple samsung android iphone server database
oracle cisco network system program developer coding money dollar million rich bitcoin crypto diamond silver golden platinum music guitar
piano rock metallica nirvana beatles freedom america germany france london paris berlin shadow ghost vampire zombie magic wizard merlin
harrypotter hogwarts gandalf jordan michael michelle jennifer jessica ashley amanda daniel david robert thomas charlie andrew anthony
matthew joshua nicole samantha hannah george william richard alexander martin stefan andreas sandra maria anna peter shop store market
emporium buster bailey maggie sophie oliver max rocky lucky happy smile cool hottie sexy fuckyou fuckoff asshole bitch shit whore porn
blink182 slipknot liverpool1 zaq zxcvbn azerty qwerty qwertz asdf asdfgh abc abcd abcde
`
  .trim()
  .split(/\s+/)
  .filter((word) => word.length > 2);
