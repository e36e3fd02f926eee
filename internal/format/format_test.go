package format

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
)

func TestSource(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{"indentation", "Feature: A\nAs it is\n  - a\n  - b\nBackground:\nGiven x\nScenario: B\n\tWhen   y\n      Then z   \n",
			"Feature: A\n  As it is\n    - a\n    - b\n\n  Background:\n    Given x\n\n  Scenario: B\n    When y\n    Then z\n"},
		{"empty lines", "\n\nFeature:A\n\n\n\n  Scenario:B\n    Given x\n\n\n    Then y\n\n\n\n",
			"Feature: A\n\n  Scenario: B\n    Given x\n\n    Then y\n"},
		{"tags", "@a   @b\n\nFeature: A\n  @c\n    @d #why\n\n  Scenario: B\n    Given x\n",
			"@a @b\nFeature: A\n\n  @c\n  @d #why\n  Scenario: B\n    Given x\n"},
		{"comments", "# one\nFeature: A\n# two\n  Scenario: B\n# three\n    Given x\n      # four\n",
			"# one\nFeature: A\n\n  # two\n  Scenario: B\n    # three\n    Given x\n    # four\n"},
		{"table", "Feature: A\n  Scenario Outline: B\n    Given <a>\n    Examples:\n    |a|b|\n  # not this: |x|\n    | 中文 | \\| |\n\n    |c||\n",
			"Feature: A\n\n  Scenario Outline: B\n    Given <a>\n\n    Examples:\n      | a    | b  |\n      # not this: |x|\n      | 中文 | \\| |\n      | c    |    |\n"},
		{"doc string", "Feature: A\n  Scenario: B\n    Given x:\n    \"\"\" yaml\n    a:\n      b: 1  \n\n    \"\"\"\n    And y:\n        ```\n      less\n        ```\n",
			"Feature: A\n\n  Scenario: B\n    Given x:\n      \"\"\" yaml\n      a:\n        b: 1  \n\n      \"\"\"\n    And y:\n      ```\n      less\n      ```\n"},
		{"rule", "Feature: A\n  Rule: R\n  about\n    Background:\n    Given x\n    Example: B\n    * y\n",
			"Feature: A\n\n  Rule: R\n    about\n\n    Background:\n      Given x\n\n    Example: B\n      * y\n"},
		{"Chinese", "# language: zh-CN\n功能:甲\n场景大纲:乙\n假如 pod \"<名>\"\n当x\n例子:\n|名|数|\n|网页|1|\n",
			"# language: zh-CN\n功能: 甲\n\n  场景大纲: 乙\n    假如 pod \"<名>\"\n    当x\n\n    例子:\n      | 名   | 数 |\n      | 网页 | 1  |\n"},
		{"Windows", "\ufeffFeature: A\r\n\tScenario: B\r\n\t\tGiven x:\r\n\t\t\t\"\"\"\r\n   a\r\n\t\t\t\"\"\"\r\n",
			"\ufeffFeature: A\r\n\r\n  Scenario: B\r\n    Given x:\r\n      \"\"\"\r\n      a\r\n      \"\"\"\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Source("a.feature", []byte(c.before))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.after {
				t.Errorf("got\n%s\nwant\n%s", got, c.after)
			}
			mustStay(t, got)
		})
	}
}

// mustStay fails if formatting a formatted text again changes it.
func mustStay(t *testing.T, text []byte) {
	t.Helper()
	again, err := Source("a.feature", text)
	if err != nil || string(again) != string(text) {
		t.Errorf("the second time (%v)\n%s\nafter\n%s", err, again, text)
	}
}

// laidOutByHand has a table with a cell that a twin replaces including its spaces.
const laidOutByHand = "configuration.feature"

// TestAllFeaturesStayTheSame: formatting does not change the content of any feature in the repository, and gherkind's own
// features are formatted.
func TestAllFeaturesStayTheSame(t *testing.T) {
	n := 0
	for _, folder := range []string{"../../features", "../../scenarios/testdata", "../../internal", "../../labs"} {
		err := filepath.WalkDir(folder, func(name string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(name) != ".feature" {
				return nil //nolint:nilerr // a folder that is not there has none
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			got, err := Source(name, data)
			if _, unread := errors.AsType[gherkin.Problems](err); unread {
				return nil
			}
			n++
			if err != nil {
				t.Error(err)
				return nil
			}
			mustStay(t, got)
			if strings.HasPrefix(name, "../../features/") && filepath.Base(name) != laidOutByHand && string(got) != string(data) {
				t.Errorf("%s is not as gherkind fmt writes it", name)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	if n < 50 {
		t.Errorf("only %d features were read", n)
	}
}

// FuzzFmt: a text that can be parsed can be formatted, keeps its content, and stays the same when formatted again.
func FuzzFmt(f *testing.F) {
	f.Add("Feature: A\n\n  Scenario: B\n    Given x:\n      \"\"\"\n      a\n      \"\"\"\n    Then y\n      |a|b|\n")
	f.Add("# language: zh-CN\n功能:甲\n@a @b #c\n场景大纲:乙\n假如 <名>\n例子:\n|名|\n|网页|\n")
	f.Add("@a\r\nFeature: A\r\nabout\r\n\r\n  # c\r\n  Rule: R\r\n    Background:\r\n    * x\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := gherkin.Parse("a.feature", []byte(text)); err != nil {
			return
		}
		got, err := Source("a.feature", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		mustStay(t, got)
	})
}
