/** GitHub's "no": a status with the body that REST sends. */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 422;
  readonly errors: readonly unknown[] | undefined;

  constructor(status: Refusal['status'], message: string, errors?: readonly unknown[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }

  static invalid(errors: readonly unknown[]): Refusal {
    return new Refusal(422, 'Validation Failed', errors);
  }

  static notFound(): Refusal {
    return new Refusal(404, 'Not Found');
  }

  static notAccessible(): Refusal {
    return new Refusal(403, 'Resource not accessible by integration');
  }

  static notCollaborator(repository: string): Refusal {
    return new Refusal(
      422,
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a ' +
        `collaborator of the ${repository} repository.`,
    );
  }
}
