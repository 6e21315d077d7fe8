// The two routines that probes need, by the names that Fortran gives them: every LAPACK has them, and no header that all agree on.

// C ← α · op(A) · op(A)ᵀ + β · C, one triangle of it.
void dsyrk_(const char *uplo, const char *trans, const int *n, const int *k, const double *alpha, const double *a, const int *lda, const double *beta, double *c, const int *ldc);

// Solves A · X = B for a symmetric positive definite A, which becomes its Cholesky factor; B becomes X.
void dposv_(const char *uplo, const int *n, const int *nrhs, double *a, const int *lda, double *b, const int *ldb, int *info);

// C ← α · op(A) · op(B) + β · C.
void dgemm_(const char *transa, const char *transb, const int *m, const int *n, const int *k, const double *alpha, const double *a, const int *lda, const double *b, const int *ldb, const double *beta, double *c, const int *ldc);
