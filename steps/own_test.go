package steps

import (
	"context"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// ownGroup is a group of a project with one step about a pod.
func ownGroup(name, pattern, example string) step.Group {
	return step.Group{Name: "shop", Title: "Shop", Doc: "The shop.", Defs: []step.Def{{
		Name: name, Pattern: pattern, Doc: "It is so.", Example: example,
		Run: func(context.Context, *world.World, string) error { return nil },
	}}}
}

// TestWith: the steps of a project stand beside gherkind's, in features of every language, and what conflicts is refused with both
// names.
func TestWith(t *testing.T) {
	c, err := With(ownGroup("pod-sells", `pod {name} sells`, `Then pod "web" sells`))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{`pod "web" sells`: "pod-sells", `pod "web" is ready`: "pod-ready"} {
		if m, err := c.Match(text, step.NoArgument); err != nil || m.Def.Name != want {
			t.Errorf("%s: %v", text, err)
		}
	}
	chinese, err := c.In("zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	if groups := chinese.Search("sells"); len(groups) != 1 || groups[0].Defs[0].Pattern != `pod {name} sells` {
		t.Errorf("in Chinese it is listed as %v", groups)
	}
	for name, bad := range map[string]struct {
		group step.Group
		want  []string
	}{
		"a name of gherkind":    {ownGroup("pod-ready", `pod {name} sells`, `Then pod "web" sells`), []string{`step "pod-ready" (pod {name} sells)`, `the step "pod {name} is ready" of group "pod"`}},
		"a pattern of gherkind": {ownGroup("mine", `pod {name} is ready`, `Then pod "web" is ready`), []string{"ambiguous step", "pod-ready (pod {name} is ready", "mine (pod {name} is ready)"}},
		"a broader pattern":     {ownGroup("mine", `pod "web" is {status}`, `Then pod "web" is Sold`), []string{"ambiguous step", "pod-is (pod {name} is {status}", `mine (pod "web" is {status})`}},
		"an invalid one":        {ownGroup("mine", `pod {nome} sells`, `Then pod "web" sells`), []string{`step "mine": placeholder {nome} has no type`}},
	} {
		_, err := With(bad.group)
		for _, want := range bad.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v does not say %q", name, err, want)
			}
		}
	}
	if own, err := Catalogue(); err != nil || own.Fits(`pod "web" sells`) {
		t.Errorf("gherkind's own catalogue has the step of a project, %v", err)
	}
}

// TestWithTypes: a group brings its own placeholders.
func TestWithTypes(t *testing.T) {
	g := ownGroup("order-paid", `order {order} is paid`, `Then order T-1 is paid`)
	g.Types = []step.Type{{Name: "order", Doc: "An order.", Example: "T-1", Pattern: `T-\d+`, Parse: func(text string, _ step.Place) (any, error) { return text, nil }}}
	c, err := With(g)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := c.Match("order T-23 is paid", step.NoArgument); err != nil || m.Values()[0].Type != "order" {
		t.Errorf("%v", err)
	}
	g.Types[0].Name = "name"
	if _, err := With(g); err == nil || !strings.Contains(err.Error(), "type {name}: the name is used twice") {
		t.Errorf("%v", err)
	}
}
