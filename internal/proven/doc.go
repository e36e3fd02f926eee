// Package proven keeps what was proven on a real cluster: a ledger of the inputs that each proof depends on, and recordings of
// what was observed, which the current checks judge again. A proof with other inputs must be repeated.
//
// It is used by the tests of package scenarios and by the command internal/suite/renamed. It is not part of the gherkind command.
package proven
