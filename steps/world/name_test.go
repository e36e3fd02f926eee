package world

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation"
)

func TestNamespaceNamesAreValidAndTheirOwn(t *testing.T) {
	long := strings.Repeat("a very long name of a scenario ", 10)
	scenarios := map[string]Scenario{
		"plain":          {Name: "A pod runs", URI: "features/a.feature", Line: 3},
		"another line":   {Name: "A pod runs", URI: "features/a.feature", Line: 9},
		"another file":   {Name: "A pod runs", URI: "features/b.feature", Line: 3},
		"another row":    {Name: "A pod runs #2", URI: "features/a.feature", Line: 3},
		"long":           {Name: long, URI: "features/long.feature", Line: 3},
		"no latin":       {Name: "内存超限的容器被杀死", URI: "features/c.feature", Line: 3},
		"nothing at all": {},
	}
	seen := map[string]string{}
	for which, s := range scenarios {
		for _, alias := range []string{"", "mem2", "命名空间", strings.Repeat("x-", 60), "-"} {
			name := namespaceName("abc123", s, alias)
			if wrong := validation.IsDNS1123Label(name); len(wrong) > 0 {
				t.Errorf("%s, alias %q: %q is no name: %v", which, alias, name, wrong)
			}
			if other, taken := seen[name]; taken {
				t.Errorf("%s, alias %q: %q is that of %s", which, alias, name, other)
			}
			seen[name] = which + ", alias " + alias
		}
	}
	plain := scenarios["plain"]
	if again := namespaceName("abc123", plain, ""); again != namespaceName("abc123", plain, "") {
		t.Error("the same scenario gets two names")
	}
	if namespaceName("abc123", plain, "") == namespaceName("def456", plain, "") {
		t.Error("two runs get the same name")
	}
}

func TestLabelsAreValid(t *testing.T) {
	for _, text := range []string{"", "A pod runs", "内存", strings.Repeat("long ", 40), "---", strings.Repeat("x", 62) + " y"} {
		if wrong := validation.IsValidLabelValue(slug(text, 63)); len(wrong) > 0 {
			t.Errorf("%q: %v", text, wrong)
		}
	}
}
