package scenarios_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// kindsOfChanges are the sections of Keep a Changelog, in its order.
var kindsOfChanges = []string{"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}

var versionHeading = regexp.MustCompile(`^## \[(Unreleased\]|\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2})$`)

// TestChangelog: the changelog has the form of Keep a Changelog, and each entry is one line.
func TestChangelog(t *testing.T) {
	text, err := os.ReadFile("../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range changelogProblems(string(text)) {
		t.Errorf("CHANGELOG.md: %s", problem)
	}
}

func changelogProblems(text string) (problems []string) {
	before, within := -1, ""
	for _, line := range strings.Split(text, "\n") {
		switch kind, isSection := strings.CutPrefix(line, "### "); {
		case isSection:
			at := slices.Index(kindsOfChanges, kind)
			if at <= before {
				problems = append(problems, line+": the sections are "+strings.Join(kindsOfChanges, ", ")+", in this order, each once")
			}
			before, within = at, line
		case strings.HasPrefix(line, "## "):
			if !versionHeading.MatchString(line) {
				problems = append(problems, line+": a version is written [1.2.3] - 2026-01-31, or [Unreleased]")
			}
			before, within = -1, ""
		case within != "" && line != "" && !strings.HasPrefix(line, "- "):
			problems = append(problems, "an entry is one line that begins with \"- \": "+line)
		case within != "" && line != "" && len(line) > 500:
			problems = append(problems, "an entry is short, and details are in the documentation: "+line[:60]+"…")
		}
	}
	return problems
}

func TestChangelogProblems(t *testing.T) {
	const good = "# Changelog\n\nAn introduction.\n\n## [Unreleased]\n\n### Added\n\n- a\n\n### Fixed\n\n- b\n\n## [0.1.0] - 2026-11-23\n\nA milestone.\n\n### Added\n\n- c\n"
	if problems := changelogProblems(good); len(problems) > 0 {
		t.Errorf("a good one: %q", problems)
	}
	for name, bad := range map[string]string{
		"another section": strings.Replace(good, "### Fixed", "### Improved", 1),
		"another order":   strings.Replace(good, "### Added\n\n- a\n\n### Fixed\n\n- b", "### Fixed\n\n- b\n\n### Added\n\n- a", 1),
		"twice":           strings.Replace(good, "### Fixed", "### Added", 1),
		"no date":         strings.Replace(good, " - 2026-11-23", "", 1),
		"two lines":       strings.Replace(good, "- b", "- b\n  and more", 1),
		"a long line":     strings.Replace(good, "- b", "- "+strings.Repeat("b", 600), 1),
	} {
		if len(changelogProblems(bad)) != 1 {
			t.Errorf("%s: got %q", name, changelogProblems(bad))
		}
	}
}
