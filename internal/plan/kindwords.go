package plan

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps"
)

// checkWords asks the cluster, before the first scenario, about custom kinds in steps that no manifest of the scenario defines. A
// kind that the cluster does not serve, and that is similar to one that it serves, is misspelt. Other unknown kinds may be
// installed by the scenario.
func (p *Plan) checkWords(ctx context.Context, client *kube.Client) error {
	var problems gherkin.Problems
	for _, pickle := range p.Pickles {
		defined := definedWords(slices.Concat(p.ScenarioOf(pickle).Objects, p.setUpObjects()))
		for _, s := range pickle.Steps {
			for _, word := range customKinds(s) {
				if defined[wordOf(word)] {
					continue
				}
				_, err := client.KindByName(ctx, word)
				unknown, is := errors.AsType[*kube.UnknownKindError](err)
				if err != nil && !is {
					return fmt.Errorf("ask the cluster for kind %s: %w", word, err)
				}
				if is && unknown.Slip() {
					problem := gherkin.Problem{URI: pickle.URI, Line: s.Line, Message: unknown.Error()}
					if !slices.Contains(problems, problem) {
						problems = append(problems, problem)
					}
				}
			}
		}
	}
	return refused(problems)
}

// customKinds returns the kinds in a step that are not built into Kubernetes.
func customKinds(s gherkin.Step) []string {
	match, err := s.Match()
	if err != nil {
		return nil // reported by gherkin.Lint
	}
	return steps.CustomKindsIn(match.Match)
}

// definedWords returns the words for the kinds that CustomResourceDefinitions among the objects define.
func definedWords(objects []*unstructured.Unstructured) map[string]bool {
	words := map[string]bool{}
	for _, obj := range objects {
		if !(kube.Document{Object: obj}).DefinesKind() {
			continue
		}
		for _, word := range wordsOf(obj) {
			words[word] = true
		}
	}
	return words
}

// wordsOf returns the words for the kind that a CustomResourceDefinition defines.
func wordsOf(definition *unstructured.Unstructured) []string {
	var words []string
	for _, field := range []string{"kind", "plural", "singular"} {
		word, _, _ := unstructured.NestedString(definition.Object, "spec", "names", field)
		words = append(words, strings.ToLower(word))
	}
	short, _, _ := unstructured.NestedStringSlice(definition.Object, "spec", "names", "shortNames")
	for _, word := range short {
		words = append(words, strings.ToLower(word))
	}
	return words
}

// wordOf returns a kind without its group.
func wordOf(kind string) string {
	word, _, _ := strings.Cut(strings.ToLower(kind), ".")
	return word
}
