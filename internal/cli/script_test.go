package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gherkind/gherkind/examples/ownsteps"
	"github.com/gherkind/gherkind/internal/goldenfile"
	"github.com/gherkind/gherkind/steps/step"
)

// TestMain makes the program available to the scripts under its names.
func TestMain(m *testing.M) {
	program := func(own ...step.Group) func() { return func() { os.Exit(Main(own, os.Args[1:])) } }
	testscript.Main(m, map[string]func(){usual: program(), plugin: program(), "gherkind-shop": program(ownsteps.Steps())})
}

// TestScripts runs testdata/script/*.txtar: what users type and what they must read. None of them needs a cluster.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: goldenfile.Update(),
		Setup: func(env *testscript.Env) error { // otherwise the cache would be that of the user, or missing
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "pack": pack},
	})
}
