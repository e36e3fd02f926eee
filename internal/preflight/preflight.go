// Package preflight checks before a run for everything in the cluster that would prevent scenarios from running there. It creates
// and changes nothing.
package preflight

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/doctor"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/world"
)

// Cluster is the cluster on which the scenarios are to run.
type Cluster struct {
	*cluster.Cluster
	Group  plan.Group
	Client *kube.Client
	Run    *world.Run // with everything that decides what steps may change
}

// atATime is the number of parallel requests.
const atATime = 8

// Problems converts problems of features and manifests to findings.
func Problems(problems gherkin.Problems) []doctor.Finding {
	var found []doctor.Finding
	for _, p := range problems {
		one := p
		one.Suggestion = ""
		found = append(found, doctor.Finding{Subject: "features", Status: doctor.Problem, Says: one.String(), Fix: p.Suggestion})
	}
	return found
}

// Look performs all checks and returns the findings. It returns an error if the cluster does not answer.
func Look(ctx context.Context, p *plan.Plan, c Cluster) ([]doctor.Finding, error) {
	fitting := p.Fitting(c.Kubernetes)
	fitting.Keep(func(pickle *gherkin.Pickle) bool { return slices.Contains(c.Group.Pickles, pickle) })
	found := []doctor.Finding{{Subject: "cluster", Status: doctor.OK, Says: fmt.Sprintf("%s answers, Kubernetes %s, %s", c.Name, c.Kubernetes, words.Times("node", len(c.Nodes)))}}
	if left := len(c.Group.Pickles) - len(fitting.Pickles); left > 0 {
		found = append(found, doctor.Finding{Subject: "versions", Status: doctor.OK, Says: fmt.Sprintf("%s for other versions of Kubernetes would be left out", words.Times("scenario", left))})
	}
	for _, look := range []func(context.Context, *plan.Plan, Cluster) ([]doctor.Finding, error){inSteps, addOns, manifests, rights, onNodes, metrics} {
		more, err := look(ctx, fitting, c)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// inSteps checks what a run asks the cluster before its first scenario: nodes, kinds, fields, and what steps may change.
func inSteps(ctx context.Context, p *plan.Plan, c Cluster) ([]doctor.Finding, error) {
	err := p.Check(ctx, c.Group, c.Cluster, c.Run)
	if problems, is := errors.AsType[gherkin.Problems](err); is {
		return Problems(problems), nil
	}
	if err != nil {
		return nil, err
	}
	return []doctor.Finding{{Subject: "features", Status: doctor.OK,
		Says: words.Times("scenario", len(p.Pickles)) + ": the cluster has the nodes, kinds and fields that the steps name"}}, nil
}

// addOns returns findings for the add-ons that the cluster could not get.
func addOns(_ context.Context, _ *plan.Plan, c Cluster) ([]doctor.Finding, error) {
	var found []doctor.Finding
	for _, lack := range c.Lacks {
		found = append(found, doctor.Finding{Subject: "add-ons", Status: doctor.Problem, Says: fmt.Sprintf("there is no %s in the cluster: %v", lack.Name, lack.Err),
			Fix: "exclude its scenarios with --tags 'not @addon:" + lack.Name + "', or fix what prevents it"})
	}
	return found, nil
}

// document is one object that a step applies, as written.
type document struct {
	kube.Document
	manifest *kube.Manifest
}

// documents returns the objects that steps apply, each once. It leaves out objects that must be rejected, and partial documents
// of objects that an earlier step has applied.
func documents(p *plan.Plan) []document {
	var all []document
	seen := map[string]bool{}
	for _, pickle := range p.Everything() {
		there := map[string]bool{}
		for _, s := range pickle.Steps {
			match, err := s.Match()
			if err != nil || steps.WantsRefusal(match.Match) {
				continue
			}
			for _, m := range plan.ManifestsOfStep(s) {
				if len(m.Asks()) > 0 {
					continue // the step will fail in the run with this error
				}
				for _, d := range m.Docs {
					object := strings.Join([]string{d.Object.GroupVersionKind().GroupKind().String(), d.Object.GetNamespace(), d.Object.GetName()}, " ")
					place := fmt.Sprintf("%s %d", m.At(d), d.Index)
					if !there[object] && !seen[place] && !d.DeclaresNamespace() {
						all = append(all, document{d, m})
					}
					there[object], seen[place] = true, true
				}
			}
		}
	}
	return all
}

// rendered returns an object as it would be applied, in a namespace that always exists; nil if its kind is to be defined by a
// manifest.
func rendered(ctx context.Context, c Cluster, d document) (*unstructured.Unstructured, error) {
	const there = "default"
	kind, err := c.Client.Kind(ctx, d.Object.GroupVersionKind())
	if _, unknown := errors.AsType[*kube.UnknownKindError](err); unknown {
		return nil, nil //nolint:nilnil // that it is defined nowhere has been said
	}
	if err != nil {
		return nil, err
	}
	doc, err := d.Render(kube.Rewriter{
		Namespaced: kind.Namespaced, Image: c.Images.Map, Node: c.node,
		Namespace: func(string) (string, error) { return there, nil },
		Own:       func(string) (string, bool, error) { return there, true, nil },
	})
	return doc.Object, err
}

// node returns the name of the Node for a short name in a manifest.
func (c Cluster) node(short string) string {
	if full, err := c.Run.Nodes.Resolve(short); err == nil {
		return full
	}
	return short
}

// manifests validates every object with the API server, by dry run.
func manifests(ctx context.Context, p *plan.Plan, c Cluster) ([]doctor.Finding, error) {
	all := documents(p)
	refused := make([]error, len(all))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atATime)
	for i, d := range all {
		group.Go(func() error {
			obj, err := rendered(ctx, c, d)
			if err == nil && obj != nil {
				_, err = c.Client.DryRun(ctx, obj)
			}
			if _, is := errors.AsType[*kube.ApplyError](err); is {
				refused[i], err = err, nil
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("have the API server look at the manifests: %w", err)
	}
	var found []doctor.Finding
	for i, err := range refused {
		if err != nil {
			found = append(found, doctor.Finding{Subject: "manifests", Status: doctor.Problem, Says: fmt.Sprintf("%s: %v", all[i].manifest.At(all[i].Document), err),
				Fix: "fix it; a step that expects this says: applying the manifest … is rejected with …"})
		}
	}
	if found == nil {
		found = append(found, doctor.Finding{Subject: "manifests", Status: doctor.OK, Says: words.Times("object", len(all)) + ": the API server refuses none"})
	}
	return found, nil
}
