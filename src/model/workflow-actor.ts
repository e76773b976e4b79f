/** Who started a workflow run, and how, as the runner says it. */
export interface WorkflowActor {
  /** Numeric id of the account that started the run. */
  readonly id: string
  readonly login: string
  /** Login of the account that ran it again, or started it. */
  readonly triggeredBy: string
  readonly event: string
  /** For example refs/heads/main. */
  readonly ref: string
  /** Numeric id of the repository. */
  readonly repositoryId: string
}
