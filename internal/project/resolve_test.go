package project

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

const example = `features: [features, more/x.feature:3]
manifests: deploy
tags: not @slow
retry: 1
scenario-timeout: 10m
report: [junit:out/junit.xml, github:-]
kubeconfig: cluster.kubeconfig
topology: ha
profiles:
  ci:
    retry: 2
    quiet: true
    kubernetes: [1.36, v1.37]
`

// in creates a project with this file, and changes to a subfolder.
func in(t *testing.T, text string) {
	t.Helper()
	base := t.TempDir()
	below := filepath.Join(base, "below")
	if err := os.Mkdir(below, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(base, FileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(below)
}

func TestTheStrongestOriginCounts(t *testing.T) {
	in(t, example)
	flags := pflag.NewFlagSet("run", pflag.ContinueOnError)
	s := Defaults()
	Register(flags, s)
	if err := flags.Parse([]string{"--parallel", "3", "--manifests", "own"}); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{ProfileVariable: "ci", "GHERKIND_TAGS": "@web", "GHERKIND_PARALLEL": "9"}
	p, err := Resolve(Request{Dir: ".", Getenv: func(name string) string { return env[name] }, Flags: flags, Settings: s, All: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		key  string
		want any
		from string
	}{
		{"features", []string{"../features", "../more/x.feature:3"}, "../gherkind.yaml:1:11"},
		{"manifests", []string{"own"}, "--manifests"},
		{"tags", "@web", "GHERKIND_TAGS"},
		{"parallel", 3, "--parallel"},
		{"retry", 2, "../gherkind.yaml:11:12, profile ci"},
		{"quiet", true, "../gherkind.yaml:12:12, profile ci"},
		{"kubernetes", []string{"1.36", "v1.37"}, "../gherkind.yaml:13:17, profile ci"},
		{"scenario-timeout", 10 * time.Minute, "../gherkind.yaml:5:19"},
		{"step-timeout", time.Minute, "default"},
		{"report", []string{"junit:../out/junit.xml", "github:-"}, "../gherkind.yaml:6:9"},
		{"kubeconfig", "", "default"}, // the versions of the profile are for gherkind's own clusters
		{"topology", "ha", "../gherkind.yaml:8:11"},
		{"flaky", "warn", "default"},
	} {
		setting, _ := Find(c.key)
		if got := setting.value(p.Settings); !reflect.DeepEqual(got, c.want) || p.Origin(c.key).String() != c.from {
			t.Errorf("%s: %v from %s, want %v from %s", c.key, got, p.Origin(c.key), c.want, c.from)
		}
	}
}

func TestWhatAnotherOriginHasWrong(t *testing.T) {
	in(t, example)
	for _, c := range []struct {
		profile string
		env     map[string]string
		want    string
	}{
		{"cj", nil, `--profile cj: ../gherkind.yaml has no profile "cj"; did you mean "ci"?`},
		{"production", nil, `../gherkind.yaml has no profile "production"; it has: ci`},
		{"", map[string]string{ProfileVariable: "cj"}, `GHERKIND_PROFILE=cj: ../gherkind.yaml has no profile`},
		{"", map[string]string{"GHERKIND_RETRY": "two"}, "GHERKIND_RETRY=two: it must be a whole number"},
		{"", map[string]string{"GHERKIND_FLAKY": "maybe"}, "GHERKIND_FLAKY maybe: it is fail or warn"},
	} {
		_, err := Resolve(Request{Dir: ".", Profile: c.profile, Getenv: func(name string) string { return c.env[name] }})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestACommandTakesWhatItHasFlagsFor(t *testing.T) {
	in(t, "tags: '@a'\nretry: 3\nreport: junit:x\nname: shop\n")
	flags := pflag.NewFlagSet("rbac", pflag.ContinueOnError)
	s := Defaults()
	Register(flags, s, "tags")
	p, err := Resolve(Request{Dir: ".", Flags: flags, Settings: s})
	if err != nil || p.Tags != "@a" || p.Retry != 0 || p.Reports != nil || p.Cluster.Name != "" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestEachSettingHasOneName(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Table() {
		names := map[string]bool{s.Key: true}
		if s.HasFlag() {
			names["--"+s.Name()] = true
		}
		for name := range names {
			if seen[name] {
				t.Errorf("%s stands twice", name)
			}
			seen[name] = true
		}
		if s.Doc == "" || s.Example == "" || s.Section == "" || s.value(Defaults()) == nil && s.Type() != "list" && s.Type() != "map" {
			t.Errorf("%s: its row lacks something", s.Key)
		}
		if _, err := parse(FileName, []byte(s.Key+": "+s.Example)); err != nil {
			t.Errorf("its example: %v", err)
		}
	}
}
