import { inlineText } from '../../model/markdown-text.ts'
import { auditorTopics } from '../auditor-topics.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, compare, listOf, stateWords } from '../page-text.ts'

export const questionsDocument = defineDocument({
  id: 'DOC-QUESTIONS',
  title: 'Questions of auditors',
  about: 'what auditors ask again and again, answered from the controls, with the evidence beside each answer',
  path: 'auditor-questions.md',
  part: 'report',
  classification: 'confidential',
  pages: questionsPage,
})

interface Answer {
  readonly topic: string
  readonly question: string
  readonly row: {
    readonly answer: string
    readonly control: string
    readonly state: string
    readonly evidence: string
  }
}

/** A question, the answers that controls give, and what other records say to it. */
function questionsPage(context: PageContext): ReadonlyMap<string, Page> {
  const answers = answersIn(context)
  const asked = auditorTopics.map(({ topic, question, see, facts }) => ({
    question,
    see: listOf(see),
    facts: facts(context),
    blocks: blocksOf(
      answers.filter((one) => one.topic === topic).map(({ row }) => row),
      20,
      'more answers',
    ),
    fill: `answers with the topic \`${topic}\` to a Control`,
  }))
  const others = [...new Set(answers.filter(({ topic }) => topic === 'other').map(({ question }) => question))]
    .sort(compare)
    .map((question) => ({
      question: question === '' ? 'Other answers' : question,
      see: '',
      facts: [],
      blocks: blocksOf(
        answers.filter((one) => one.topic === 'other' && one.question === question).map(({ row }) => row),
        20,
        'more answers',
      ),
      fill: '',
    }))
  const view = {
    unanswered: asked
      .filter(({ blocks }) => blocks.length === 0)
      .map(({ question }) => question)
      .join(' '),
    questions: [...asked, ...others],
    footer: context.footer(''),
  }
  return new Map([['auditor-questions.md', { text: context.fill('auditor-questions', view), records: [] }]])
}

/** Answers of controls that are not retired, by control. */
const answersIn = (context: PageContext): readonly Answer[] =>
  [...context.model.controls.values()]
    .map(({ value }) => value)
    .filter(({ status }) => status !== 'retired')
    .sort((a, b) => compare(a.id, b.id))
    .flatMap((control) =>
      (control.answers ?? []).map(({ topic, question = '', answer }) => ({
        topic,
        question: inlineText(question),
        row: { answer: inlineText(answer), control: context.titled(control.id, ''), ...standing(control.id, context) },
      })),
    )

/** How the control stands, and its newest records: what a reader can hold the answer against. */
function standing(id: string, context: PageContext): Pick<Answer['row'], 'state' | 'evidence'> {
  const assessed = context.assessment.controls.get(id)
  const records = [...new Set(assessed?.requirements.flatMap((one) => one.records) ?? [])].sort((a, b) => b - a)
  return {
    state: assessed === undefined ? 'not known' : `${stateWords[assessed.state]}: ${context.text(assessed.why, '')}`,
    evidence:
      records.length === 0 ? '**none**' : listOf(records.slice(0, 3).map((index) => context.recordLink(index, ''))),
  }
}
