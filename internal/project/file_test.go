package project

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMistakes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"paralel: 4", `gherkind.yaml:1:1: there is no setting "paralel"; did you mean "parallel"?`},
		{"tags: x\n\nunknown: 4", `gherkind.yaml:3:1: there is no setting "unknown"; gherkind config lists all`},
		{"images: built", `where gherkind's own images come from is image-source`},
		{"keep_on_failure: true", `did you mean "keep-on-failure"?`},
		{"retry: two", "gherkind.yaml:1:8: retry two: it must be a whole number"},
		{"retry: -1", "gherkind.yaml:1:8: retry -1: it is the number of retries, so 0 or more"},
		{"parallel: 0", "parallel 0: at least 1 scenario must run at a time"},
		{"parallel: 1.5", "parallel 1.5: it must be a whole number"},
		{"patient: yes", "gherkind.yaml:1:10: patient yes: it is true or false"},
		{"tags: true", `tags true: YAML takes it for true or false: put it in quotes, "true"`},
		{"tags: [a, b]", "gherkind.yaml:1:7: tags: that is a list, but must be one text"},
		{"tags:", "gherkind.yaml:1:6: tags: that is nothing, but must be one text"},
		{"scenario-timeout: 30", "scenario-timeout 30: write a number with its unit, such as 90s, 2m or 1h"},
		{"scenario-timeout: 0s", "scenario-timeout 0s: it must be longer than 0"},
		{"flaky: maybe", "flaky maybe: it is fail or warn"},
		{"features: [a, {b: c}]", "features: line 1 has a map, but must be one value"},
		{"tags: a\ntags: b", "gherkind.yaml:2:1: tags is set already, in line 1"},
		{"- tags", "gherkind.yaml:1:1: the file is a list, but must be settings"},
		{"tags: [", "gherkind.yaml:1: did not find expected node content"},
		{"profiles:\n  ci:\n    retri: 2", `gherkind.yaml:3:5: there is no setting "retri"; did you mean "retry"?`},
		{"profiles:\n  ci:\n    profiles: {}", "gherkind.yaml:3:5: a profile cannot contain profiles"},
		{"profiles: [ci]", "gherkind.yaml:1:11: profiles is a list, but must be settings"},
		{"profil: {}", `did you mean "profiles"?`},
	} {
		_, err := parse("gherkind.yaml", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\n got  %v\n want %s", c.text, err, c.want)
		}
	}
}

func TestAllMistakesAreSaid(t *testing.T) {
	_, err := parse("gherkind.yaml", []byte("paralel: 4\nretry: x\nprofiles: {ci: {flaky: no}}"))
	var all Error
	if !errors.As(err, &all) || len(all) != 3 {
		t.Errorf("%v", err)
	}
}

func TestAnEmptyFile(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "---\n", "profiles: {ci: }"} {
		if _, err := parse("gherkind.yaml", []byte(text)); err != nil && text != "---\n" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestNearest(t *testing.T) {
	base := t.TempDir()
	deep := filepath.Join(base, "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(deep)
	if err := os.WriteFile(filepath.Join(base, FileName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Nearest("."); err != nil || got != filepath.Join("..", "..", FileName) {
		t.Errorf("%q, %v", got, err)
	}
	if err := os.Mkdir(filepath.Join(deep, FileName), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Nearest("."); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("%v", err)
	}
}
