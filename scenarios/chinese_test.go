package scenarios_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lint"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/scenariotest"
	"github.com/gherkind/gherkind/steps/step"
)

// chineseFolder has Chinese versions of features in the folder features.
const chineseFolder = "features-zh-CN"

// TestFeaturesInChineseAreTheSame: each says the same as the English one, step by step, so that it has the same verdict. make
// prove also runs them: [TestFeaturesInChinese].
func TestFeaturesInChineseAreTheSame(t *testing.T) {
	tree := os.DirFS("..")
	chinese, err := gherkin.Load(tree, []string{chineseFolder})
	if err != nil {
		t.Fatal(err)
	}
	if len(chinese) < 40 {
		t.Fatalf("there are %d features in Chinese", len(chinese))
	}
	for _, f := range chinese {
		uri := "features" + strings.TrimPrefix(f.URI, chineseFolder)
		english, err := gherkin.Load(tree, []string{uri})
		if err != nil {
			t.Fatal(err)
		}
		gherkin.Bind(english, vocabulary(t), tree)
		gherkin.Bind([]*gherkin.Feature{f}, vocabulary(t), tree)
		for _, p := range gherkin.Lint([]*gherkin.Feature{f}, vocabulary(t)) {
			t.Error(p)
		}
		compareFeatures(t, english[0], f)
	}
}

// TestFeaturesInChinese: the features in Chinese pass on the cluster.
func TestFeaturesInChinese(t *testing.T) {
	onCluster(t)
	proving.Only(t, "make prove runs the features in Chinese")
	scenariotest.Test(t, scenarios.Options{FS: os.DirFS(".."), Paths: []string{chineseFolder}, Tags: defaultTags(), Cluster: shared(t), StateDir: t.TempDir()})
}

// TestNoFeatureIsLeftOut: all features with an ID of the notes exist.
func TestNoFeatureIsLeftOut(t *testing.T) {
	features, err := gherkin.Load(os.DirFS(".."), []string{"features"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		isOfNotes := slices.ContainsFunc(f.Pickles, func(p *gherkin.Pickle) bool { return slices.ContainsFunc(p.Tags, isNote) })
		_, err := fs.Stat(os.DirFS(".."), chineseFolder+strings.TrimPrefix(f.URI, "features"))
		if isOfNotes && err != nil {
			t.Errorf("%s has the ID of a behaviour of the training notes, such as @L1, and needs a version in Chinese: write it, or leave out the tag: %v", f.URI, err)
		}
	}
}

// isNote reports whether a tag is the ID of a behaviour in the notes, such as @L1.
func isNote(tag string) bool {
	return len(tag) == 3 && strings.ContainsRune("BCLMPSV", rune(tag[1])) && tag[2] >= '0' && tag[2] <= '9'
}

func compareFeatures(t *testing.T, english, chinese *gherkin.Feature) {
	t.Helper()
	if len(english.Pickles) != len(chinese.Pickles) {
		t.Errorf("%s has %d scenarios, and the English one %d: both have the same scenarios in the same order", chinese.URI, len(chinese.Pickles), len(english.Pickles))
		return
	}
	for i, e := range english.Pickles {
		c := chinese.Pickles[i]
		if !slices.Equal(e.Tags, c.Tags) || len(e.Steps) != len(c.Steps) {
			t.Errorf("%s:%d: tags %v and %d steps, in English %v and %d", c.URI, c.Line, c.Tags, len(c.Steps), e.Tags, len(e.Steps))
			continue
		}
		for j, s := range e.Steps {
			compareSteps(t, c.URI, s, c.Steps[j])
		}
	}
}

func compareSteps(t *testing.T, uri string, english, chinese gherkin.Step) {
	t.Helper()
	e, err := english.Match()
	if err != nil {
		t.Fatal(err)
	}
	c, err := chinese.Match()
	switch {
	case err != nil:
		t.Errorf("%s:%d: %v", uri, chinese.Line, err)
	case !c.SameStep(e.Match, sameKind) || chinese.Role != english.Role || chinese.Argument.String() != english.Argument.String():
		t.Errorf("%s:%d: %s %s\n  is not: %s %s", uri, chinese.Line, chinese.Role, chinese.Text, english.Role, english.Text)
	case c.Language() != "zh-CN":
		t.Errorf("%s:%d: %s is in English", uri, chinese.Line, chinese.Text)
	}
}

// sameKind compares kinds, which have several names: pods, Pod.
func sameKind(of, a, b string) bool {
	if of == "moment" {
		kindA, restA, _ := strings.Cut(a, " ")
		kindB, restB, _ := strings.Cut(b, " ")
		return restA == restB && sameKind("kind", kindA, kindB)
	}
	return placeholder.IsKind(of) && lint.Singular(a) != "" && lint.Singular(a) == lint.Singular(b)
}

// TestAChangedStepInChineseIsNoticed: the comparison fails for a step with other values, or for another step.
func TestAChangedStepInChineseIsNoticed(t *testing.T) {
	c := vocabulary(t)
	match := func(text string) *step.Match {
		m, err := c.Match(text, step.NoArgument)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	english := match(`container "a" of pod "b" started after container "c" finished within 30s`)
	for text, same := range map[string]bool{
		`在 30s 内，Pod "b" 的容器 "a" 在容器 "c" 结束后启动`: true,
		`30 秒内 pod "b" 的容器"a"在容器"c"结束后启动`:       true,
		`在 30s 内，Pod "a" 的容器 "b" 在容器 "c" 结束后启动`: false,
		`在 20s 内，Pod "b" 的容器 "a" 在容器 "c" 结束后启动`: false,
		`Pod "b" 的容器 "a" 在容器 "c" 结束后启动，持续 30s`:  false,
		`在 30s 内，Pod "b" 的容器 "a" 在容器 "c" 启动后启动`: false,
	} {
		if match(text).SameStep(english, sameKind) != same {
			t.Errorf("%s: equal is %t", text, !same)
		}
	}
}
