// Package proven keeps what was proven on a real cluster: a ledger says of which inputs, and recordings let the
// checks of today judge again what was seen then. What has other inputs by now must be proven anew.
//
// The tests of package scenarios use it; nothing of it is in the program.
package proven
