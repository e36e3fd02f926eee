package plan

import (
	"fmt"
	"slices"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps"
)

// unpullable finds containers that pull an image that is loaded into the nodes and is in no registry. Images are not loaded into
// an external cluster, which pulls them.
func unpullable(features []*gherkin.Feature, o cluster.Options) gherkin.Problems {
	if o.Foreign() || len(o.Images) == 0 {
		return nil
	}
	var problems gherkin.Problems
	for _, f := range features {
		for _, pickle := range f.Pickles {
			for _, s := range pickle.Steps {
				for _, problem := range unpullableIn(pickle, s, o.Images) {
					if !slices.Contains(problems, problem) { // each scenario has the steps of the background
						problems = append(problems, problem)
					}
				}
			}
		}
	}
	return problems
}

func unpullableIn(pickle *gherkin.Pickle, s gherkin.Step, images []cluster.Image) gherkin.Problems {
	if match, err := s.Match(); err != nil || steps.WantsRefusal(match.Match) {
		return nil //nolint:nilerr // the plan reports steps that match nothing
	}
	var problems gherkin.Problems
	for _, m := range ManifestsOfStep(s) {
		for _, d := range m.Docs {
			for _, c := range d.Containers() {
				image, _ := c["image"].(string)
				if c["imagePullPolicy"] == "Always" && slices.ContainsFunc(images, func(own cluster.Image) bool { return own.Name == image }) {
					problems = append(problems, pullProblem(pickle, s, m, d, fmt.Sprint(c["name"]), image))
				}
			}
		}
	}
	return problems
}

func pullProblem(pickle *gherkin.Pickle, s gherkin.Step, m *kube.Manifest, d kube.Document, container, image string) gherkin.Problem {
	problem := gherkin.Problem{URI: pickle.URI, Line: d.Line, Rule: rules.PullPolicy, Message: fmt.Sprintf(
		"%s %s: container %q pulls the image %q (imagePullPolicy: Always), which is loaded into the nodes and in no registry", d.Object.GetKind(), d.Object.GetName(), container, image),
		Suggestion: "write IfNotPresent, or leave imagePullPolicy out: the nodes always have the present image"}
	if m.Path != pickle.URI {
		problem.Cause = gherkin.Cause{URI: m.Path, Line: d.Line, Message: problem.Message}
		problem.Line, problem.Message = s.Line, fmt.Sprintf("%s:%d: %s", m.Path, d.Line, problem.Message)
	}
	return problem
}
