package cli

import (
	"slices"
	"testing"

	"github.com/spf13/pflag"
)

func TestAgain(t *testing.T) {
	for _, c := range []struct{ args, want []string }{
		{nil, nil},
		{[]string{"--report", "tap:x", "--parallel", "2", "--quiet", "--keep-on-failure"}, nil},
		{[]string{"-t", "@a and not @b"}, []string{"--tags", "@a and not @b"}},
		{[]string{"--kubernetes", "v1.36,v1.37"}, nil}, // replaced with the version of the scenario, see below
		{[]string{"--tags=-x"}, []string{"--tags=-x"}},
		{[]string{"--patient=false", "--images", "built"}, []string{"--images", "built"}},
		{[]string{"--registry", "localhost:5000"}, []string{"--registry", "localhost:5000"}},
		{
			[]string{"--patient", "--retry=2", "--context", "my ctx", "--kubeconfig", "../k.yaml", "--name", "other", "--topology", "ha", "--flaky", "fail"},
			[]string{"--kubeconfig", "../k.yaml", "--context", "my ctx", "--name", "other", "--topology", "ha", "--retry", "2", "--flaky", "fail", "--patient"},
		},
	} {
		run := newRun()
		if err := run.ParseFlags(c.args); err != nil {
			t.Fatal(err)
		}
		if got := again([]string{"gherkind"}, run.Flags(), ""); !slices.Equal(got, append([]string{"gherkind", "run"}, c.want...)) {
			t.Errorf("%q: %q, want %q", c.args, got, c.want)
		}
	}
}

func TestAgainOnTheSameVersion(t *testing.T) {
	if got := again([]string{"gherkind"}, newRun().Flags(), "v1.36"); !slices.Equal(got, []string{"gherkind", "run", "--kubernetes", "v1.36"}) {
		t.Errorf("got %q", got)
	}
}

// A command to copy uses the language of the run.
func TestAgainInTheSameLanguage(t *testing.T) {
	root := newRoot()
	run, args, err := root.Find([]string{"run", "--lang", "zh-CN"})
	if err != nil {
		t.Fatal(err)
	}
	if err := run.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	if got := again([]string{"gherkind"}, run.Flags(), ""); !slices.Equal(got, []string{"gherkind", "run", "--lang", "zh-CN"}) {
		t.Errorf("got %q", got)
	}
}

// Whoever adds a flag must decide whether it is needed to run a scenario again.
func TestEveryFlagIsRepeatedOrNot(t *testing.T) {
	notRepeated := map[string]string{
		"report": "reports are of the whole run", "parallel": "it is about many scenarios", "quiet": "how it is shown",
		"repeat": "it is about many runs", "fail-fast": "it is about many scenarios", "failed": "which scenario is named", "dry-run": "nothing is run", "watch": "it is about many runs",
		"on-cluster": "one scenario is run here", "runners": "one scenario is run here", "runner-image": "one scenario is run here", "results": "one scenario is run here", "print": "nothing is run",
		"shard": "which scenario is named", "shard-times": "which scenario is named",
		"kubernetes":      "the version that the scenario ran on is repeated",
		"keep-on-failure": "what is left behind", "keep-setup": "what is left behind", "pause-on-failure": "what is left behind",
	}
	newRun().Flags().VisitAll(func(f *pflag.Flag) {
		_, not := notRepeated[f.Name]
		if slices.Contains(repeated, f.Name) == not {
			t.Errorf("--%s is to be in one of the two lists: repeated %t, not repeated %t", f.Name, !not, not)
		}
	})
}
