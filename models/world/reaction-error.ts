/** A path on which something went wrong inside the simulator. `code` names what. */
export class ReactionError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ReactionError';
    this.code = code;
  }
}
