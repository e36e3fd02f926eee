// Package proving says whether the long tests run that `make prove` adds to `make test`.
package proving

import (
	"os"
	"testing"
)

// On reports whether `make prove` runs the tests, or somebody who set GHERKIND_PROVE.
func On() bool { return os.Getenv("GHERKIND_PROVE") != "" }

// Only skips a test that `make test` leaves to `make prove`, as it takes long or as another one covers its common case.
func Only(t testing.TB, why string) {
	t.Helper()
	if !On() {
		t.Skip(why + "; GHERKIND_PROVE=1 runs it")
	}
}
