/** Where a semantic that no decision alone can show is tested: the words of the test or of its row, in that file. */
export interface Elsewhere {
  readonly file: string
  readonly test: string
}

/** One thing that an approval engine must get right. */
export interface Semantic {
  readonly number: number
  readonly name: string
  /** What is right, in one sentence. */
  readonly rule: string
  readonly elsewhere?: readonly Elsewhere[]
}

const facts = 'test/unit/adapters/octokit-forge.facts.test.ts'
const faults = 'test/unit/adapters/octokit-forge.faults.test.ts'
const who = 'test/unit/adapters/octokit-forge.people.test.ts'
const wanted = 'test/unit/adapters/octokit-forge.wanted.test.ts'
const requests = 'test/unit/adapters/octokit-forge.requests.test.ts'
const parties = 'test/unit/adapters/github/commit-parties.test.ts'
const gate = 'test/unit/usecases/gate-pull-request.test.ts'
const merged = 'test/unit/usecases/record-merged.test.ts'
const setup = 'test/unit/doctor/setup-checks.test.ts'
const posture = 'test/unit/doctor/remote-checks.test.ts'
const action = 'test/e2e/action-gate.test.ts'
const deployed = 'test/unit/adapters/octokit-forge.reads.test.ts'
const checks = 'test/unit/gate/judge-checks.test.ts'
const recorded = 'test/e2e/action-record.test.ts'

/** Every semantic; the decision tables beside this file hold their cases. */
// biome-ignore format: one semantic, one line
export const semantics: readonly Semantic[] = [
  { number: 1, name: 'the latest opinion of each person speaks', rule: 'Among approval, request for changes and dismissal the latest by time, then by number, is what a person thinks; the place in a list says nothing.' },
  { number: 2, name: 'a comment changes no opinion', rule: 'A comment after an approval or after a request for changes leaves both as they are.' },
  { number: 3, name: 'a dismissed review leaves no opinion', rule: 'Whoever had a review dismissed has no opinion, and what they said before does not come back.' },
  { number: 4, name: 'a request for changes is a veto', rule: 'One by somebody with write permission blocks until that person approves or somebody uninvolved dismisses it; approvals of others do not end it.' },
  { number: 5, name: 'who may dismiss an objection', rule: 'A dismissal by the author, by a contributor or by a machine is none.' },
  { number: 6, name: 'who may only read cannot block', rule: 'A request for changes by somebody without write permission blocks nothing.' },
  { number: 7, name: 'what was not submitted or is not known never counts', rule: 'Pending reviews and states that this version does not know are no approvals.' },
  { number: 8, name: 'one person, one vote', rule: 'All accounts of a person are one voter.' },
  { number: 9, name: 'the author never counts', rule: 'Whoever opened a pull request does not approve it, with no account.' },
  { number: 10, name: 'contributors never count', rule: 'Author and committer of every commit are contributors.' },
  { number: 11, name: 'co-authors count as contributors', rule: 'Co-authors named in a commit do not approve; there is no exemption for suggestions.', elsewhere: [{ file: parties, test: 'as GitHub writes it' }] },
  { number: 12, name: 'everybody who pushed is a contributor', rule: 'All who pushed since it was opened count as contributors, not the last one only.' },
  { number: 13, name: 'writing commits again hides nobody', rule: 'Whoever pushed what was overwritten later stays a contributor.' },
  { number: 14, name: 'commits off the first-parent line count', rule: 'Contributors are taken from commits on every line of parents.', elsewhere: [{ file: facts, test: 'commits on every line of parents count' }] },
  { number: 15, name: 'a commit of nobody is not determined', rule: 'Where a party of a commit has no account, independence cannot be shown.', elsewhere: [{ file: facts, test: 'author, committer and every co-author; an address without a number is nobody' }] },
  { number: 16, name: 'names in commits only add contributors', rule: 'What a commit says about itself may exclude somebody more, and lets nobody in.' },
  { number: 17, name: 'no commit can be left out', rule: 'There is no list of committers to ignore, and a rule that has one cannot be read.' },
  { number: 18, name: 'the platform as committer is nobody to compare', rule: 'What the platform itself committed and signed has no committer; its name without its signature is an unknown person.', elsewhere: [{ file: facts, test: 'the platform as committer is left out where it signed, and nobody where somebody wrote its name' }] },
  { number: 19, name: 'an approval is later than the push', rule: 'It counts only strictly after the push of the head that the server saw.' },
  { number: 20, name: 'pushing an approved commit back renews nothing', rule: 'After a push back to the approved commit the approval is stale all the same.' },
  { number: 21, name: 'merging the base into it is a push', rule: 'A merge of the base voids approvals, whoever made it: nothing proves here what it brought.' },
  { number: 22, name: 'a rebase that changes nothing is a push', rule: 'Approvals do not outlive a rebase.' },
  { number: 23, name: 'a base that only moved on keeps approvals', rule: 'New commits on the base void nothing; a base that was rewritten does.' },
  { number: 24, name: 'another base voids every approval', rule: 'After a change of the base all approvals are of something else, and the status carries the name of the base.', elsewhere: [{ file: who, test: 'a new base is seen though the timeline of the forge does not show it' }, { file: gate, test: 'posts nothing when %s while judging' }] },
  { number: 25, name: 'edited text', rule: 'A review that somebody else edited does not count, and a title that a rule looks at must not change after the approval.' },
  { number: 26, name: 'a comment never approves', rule: 'No words in a comment, a body or a title are an approval.' },
  { number: 27, name: 'machines are no reviewers', rule: 'Apps, bots and service accounts never count.' },
  { number: 28, name: 'a machine that acts for somebody', rule: 'Where a machine opened it for a person, that person is the author.' },
  { number: 29, name: 'a change by a machine needs people like any other', rule: 'Two people who had no part in it approve what a machine made.' },
  { number: 30, name: 'permission is what the permission endpoint says', rule: 'The effective role at the moment of judgement counts, as a minimum; how an author is associated says nothing.', elsewhere: [{ file: who, test: 'many at once come from the list of collaborators: direct, by team with child teams, owners, own roles' }, { file: facts, test: 'a role of the organisation itself' }] },
  { number: 31, name: 'traps of the permission answer', rule: 'The name of the role is read, not the folded permission, and an answer about another account is none.', elsewhere: [{ file: facts, test: 'the answer for another account of that name' }] },
  { number: 32, name: 'being named is no permission', rule: 'Somebody whom a rule names and who may not write does not count.' },
  { number: 33, name: 'members of teams', rule: 'Active members and those of child teams count; a team that cannot be read decides nothing.', elsewhere: [{ file: facts, test: 'active members with those of child teams, for a token that may read them' }] },
  { number: 34, name: 'deleted accounts', rule: 'A deleted reviewer has no vote; a deleted author leaves independence open.', elsewhere: [{ file: facts, test: 'a deleted account is nobody, and a bot is a bot' }] },
  { number: 35, name: 'who an account is', rule: 'Logins compare without case, and a number that is pinned goes before them.', elsewhere: [{ file: who, test: 'a renamed account is the same one, under its present name' }] },
  { number: 36, name: 'who left or lost permission', rule: 'They do not count while it is open; after the merge the day of the merge decides.' },
  { number: 37, name: 'lists are read to the last page', rule: 'Every page is asked for, and a page that is missing makes the list unknown.', elsewhere: [{ file: requests, test: '120 commits, 150 reviews by %i people, 400 files and 6 teams' }, { file: faults, test: 'page %i of the reviews comes back empty' }] },
  { number: 38, name: 'lists that the forge cuts', rule: 'Lists are compared with the counts of the pull request, and what is cut is not determined.', elsewhere: [{ file: facts, test: 'from 3,000 files, where the list ends, the trees are compared' }, { file: facts, test: '260 commits are completed by the comparison' }] },
  { number: 39, name: 'the head is among the commits', rule: 'Commits without the head are of another moment and decide nothing.', elsewhere: [{ file: faults, test: 'a head that moved while it was read' }] },
  { number: 40, name: 'the verdict is of the commit that was judged', rule: 'Head and base are read again before a status is posted, and it goes on the judged commit.', elsewhere: [{ file: gate, test: 'posts nothing when %s while judging' }, { file: gate, test: 'a pull request that keeps changing its base is judged by no rules' }] },
  { number: 41, name: 'an empty list is nobody', rule: 'A rule that lets nobody approve is met by nobody.' },
  { number: 42, name: 'rules that cannot be are refused', rule: 'Unknown keys, undefined names, empty groups, counts below one and too deep nesting make the rules unreadable.' },
  { number: 43, name: 'all and any', rule: 'All: what failed goes before what waits; any: one way that is met is enough; different parts of `all` want different people.' },
  { number: 44, name: 'rules that all stand aside are no approval', rule: 'On the protected branch nothing that applies is not determined, never green.' },
  { number: 45, name: 'a veto beats approvals, and what is not known beats both', rule: 'An objection refuses whatever was approved; what could not be read is never passed over.' },
  { number: 46, name: 'conditions on files', rule: 'A rename is of both places, deletions count, links and submodules are within nothing, an empty diff meets no condition.', elsewhere: [{ file: wanted, test: 'files, executables, links and submodules, before and after, from where the diff starts' }] },
  { number: 47, name: 'who set a label matters', rule: 'All labels must be set, each by somebody whose label counts.', elsewhere: [{ file: who, test: 'whoever set it last, not whoever set it first' }] },
  { number: 48, name: 'a title that matches and one that must not', rule: 'A condition and its negation never both hold, and a title is matched as a whole.' },
  { number: 49, name: 'results of checks', rule: 'Success alone counts unless the rule says more; skipped and neutral are no success, what is missing waits.', elsewhere: [{ file: wanted, test: 'two suites with a run of one name: neither hides the other' }, { file: checks, test: 'a check that was skipped' }] },
  { number: 50, name: 'results of workflows', rule: 'The latest run of each event must have passed.', elsewhere: [{ file: wanted, test: 'runs of workflows on the head, by number and attempt' }] },
  { number: 51, name: 'rules come from the base', rule: 'A pull request that changes rules is judged by those before it; rules that are missing or broken on the base approve nothing.', elsewhere: [{ file: gate, test: 'rules come from the tip of the base, and the facts are asked for what they name' }, { file: merged, test: 'a change is judged by the rules before it, not by those it brings' }] },
  { number: 52, name: 'the workflow of the gate comes from the base', rule: 'A gate that runs the workflow file of the pull request, or checks out its head, is found.', elsewhere: [{ file: setup, test: 'a gate on pull_request' }, { file: setup, test: 'the head by a command' }] },
  { number: 53, name: 'who posted a status matters', rule: 'A check counts only from the App that the rule names, and a required status that is not pinned to one is found.', elsewhere: [{ file: wanted, test: 'runs by their App, statuses by their account, each the newest' }, { file: posture, test: 'any source' }] },
  { number: 54, name: 'a merge queue is judged anew', rule: 'Every pull request of a group is decided again, and the status goes on the commit of the group.', elsewhere: [{ file: action, test: 'a merge group gets the verdict on its own commit' }] },
  { number: 55, name: 'code owners', rule: 'The file of the base, the last line that matches, one owner of it with write permission; an owner who wrote it does not count.', elsewhere: [{ file: wanted, test: '%s, at the tip of the base' }] },
  { number: 56, name: 'another pull request with the same head', rule: 'Its approvals do not travel, its objections do.', elsewhere: [{ file: who, test: 'their reviews come along, with dismissals and permissions; those of others with it in their history do not' }] },
  { number: 57, name: 'forks', rule: 'Reviews in a fork are none, and a branch of a fork meets no condition on names of branches.', elsewhere: [{ file: facts, test: 'a pull request from a fork: pushes are those of the fork' }] },
  { number: 58, name: 'what a merge landed', rule: 'Evidence leads from the commits that were landed to the pull request and its approved head, however it was merged.', elsewhere: [{ file: merged, test: 'commits of a rebase are landed where the forge says that the pull request brought them' }, { file: merged, test: 'a commit pushed past review does not pass for a part of the next merge' }, { file: merged, test: 'a merge is that of the head it merges, not of an approved one below it' }] },
  { number: 59, name: 'as of the merge', rule: 'People, roles, reviews and rules count as they were at the merge; what was done later mends and undoes nothing.', elsewhere: [{ file: gate, test: 'a merged one is judged by the rules before all commits that it landed, and nothing is posted' }] },
  { number: 60, name: 'merging is no approval', rule: 'Whoever merged has not approved by it.' },
  { number: 61, name: 'free text proves nothing', rule: 'Labels and trailers that speak of a review are no review.', elsewhere: [{ file: parties, test: 'Reviewed-by' }] },
  { number: 62, name: 'an author who may not write needs two reviewers', rule: 'Where the author has no write permission a rule for one approval wants two, so that two trusted people have seen it.', elsewhere: [{ file: 'test/unit/adapters/author-permission.test.ts', test: 'an author with %s permission, by a rule for one approval' }] },
  { number: 63, name: 'protection that is there now says nothing of before', rule: 'Settings of the forge are no evidence of a review; each change is judged by its own facts.', elsewhere: [{ file: recorded, test: 'an approver who merges, and a push past review, are deviations' }] },
  { number: 64, name: 'reviewers of an environment', rule: 'Whoever let it into the environment is not among the deployers, and what the forge leaves open about environments is found.', elsewhere: [{ file: posture, test: 'who deploys lets it in' }] },
  { number: 65, name: 'who deploys', rule: 'Actor, re-runner, creator and the merger where merging deploys; where no person is known nothing is determined.', elsewhere: [{ file: deployed, test: 'who deploys, who let it in, and the first-parent commits it brings' }] },
  { number: 66, name: 'every change of a deployment', rule: 'Each commit since the last deployment comes from an approved change.' },
  { number: 67, name: 'emergencies', rule: 'Fewer approvals only with the role that confirms the emergency, and a review is owed afterwards.' },
]
