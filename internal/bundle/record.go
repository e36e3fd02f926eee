package bundle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/collect"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// Extension is that of files for `tar xzf`.
const Extension = ".tgz"

// Recorder saves what failed scenarios of a run have observed.
type Recorder struct {
	Plan    *plan.Plan
	Version string // of gherkind

	packing sync.Mutex
}

// Kept has what is not in the result of a scenario.
type Kept struct {
	Cluster Cluster
	Passed  bool                           // whether the scenario passed
	Fault   string                         // why the failure was not its own, but that of the cluster or the host
	Dir     string                         // the folder for the evidence; the bundle is written next to it
	Secrets func(texts ...string) []string // returns the values of Secrets that occur in the texts
}

// Keep writes what the scenario observed into a folder, and everything that a replay needs into a bundle next to it. It writes
// as much as possible and joins the errors.
func (r *Recorder) Keep(ctx context.Context, w *world.World, s *report.Scenario, k Kept) error {
	e, err := collectEvidence(ctx, w)
	// One at a time, however many scenarios fail together: a bundle is built in memory.
	r.packing.Lock()
	defer r.packing.Unlock()
	return errors.Join(err, e.write(k.Dir), r.writeBundle(w, s, e, k))
}

func (r *Recorder) writeBundle(w *world.World, s *report.Scenario, e *evidence, k Kept) error {
	b, err := r.bundle(w, s, e, k)
	if err != nil {
		return fmt.Errorf("make the bundle: %w", err)
	}
	return b.Write(k.Dir + Extension)
}

func (r *Recorder) bundle(w *world.World, s *report.Scenario, e *evidence, k Kept) (*Bundle, error) {
	pickle, err := r.Plan.Pickle(s.ID)
	if err != nil {
		return nil, err
	}
	b := &Bundle{
		Manifest: Manifest{
			Gherkind: r.Version, Run: w.Run.ID, Timeouts: w.Run.Timeouts, Cluster: k.Cluster,
			Scenario: Scenario{
				Name: pickle.Name, URI: Name(s.URI), Line: s.Line, Tags: s.Tags, Status: string(k.status(s)), Fault: k.Fault,
				Started: s.Started.UTC(), Ended: e.until.UTC(), Namespaces: w.Namespaces(), SetUp: w.SetUpNamespaces(), Values: r.Plan.Values,
			},
		},
		Steps: r.recordedSteps(w, s, pickle), Texts: e.texts, Observations: e.seen, Answers: append(w.Answers(), e.answers()...),
	}
	for kind, since := range w.Timeline.Watched() {
		b.Kinds = append(b.Kinds, Kind{Kind: kind, Since: since.UTC()})
	}
	b.Hidden = k.foundIn(b.Answers)
	b.Blinds = BlindsOf(w.Timeline.Blinds(s.Started))
	slices.SortFunc(b.Kinds, func(x, y Kind) int { return cmp.Compare(x.GVR.String(), y.GVR.String()) })
	if step := s.FailedStep(); step != nil && step.Failure != nil {
		b.Texts["failure.txt"] = []byte(fmt.Sprintf("%s:%d: %s %s\n%s\n", s.URI, step.Line, step.Keyword, step.Text, step.Failure.Block(0)))
	}
	var missing error
	b.Files, missing = filesOf(pickle)
	b.Served, err = w.Run.Client.Served()
	return b, errors.Join(err, missing)
}

// status returns the status of a scenario that is about to end.
func (k Kept) status(s *report.Scenario) report.Status {
	if k.Passed {
		return report.Passed
	}
	return cmp.Or(s.Status, report.Failed)
}

// foundIn returns the values of Secrets that occur in recorded answers. A replay has no Secrets from which to know them.
func (k Kept) foundIn(answers []world.Answer) []string {
	var texts []string
	for _, a := range answers {
		texts = append(texts, string(a.Value), a.Err)
	}
	return k.Secrets(texts...)
}

// recordedSteps returns the steps with the text of the feature, by which a replay identifies them; their outcomes are as in
// reports.
func (r *Recorder) recordedSteps(w *world.World, s *report.Scenario, pickle *gherkin.Pickle) []Step {
	names, attempts, acting := w.States(), w.Attempts(), r.Plan.Catalogue.Acting()
	var out []Step
	for i, step := range s.Steps {
		written := pickle.Steps[i]
		b := Step{
			Keyword: step.Keyword, Text: written.Text, Argument: written.Argument.String(), Line: step.Line,
			Definition: step.Definition, Acts: acting[step.Definition], Status: string(step.Status), Err: step.Err,
		}
		if !step.Started.IsZero() {
			b.Started, b.Ended = step.Started.UTC(), step.Started.Add(step.Duration).UTC()
		}
		if step.Failure != nil {
			failure := *step.Failure
			failure.Err = nil // Saw contains its text
			b.Failure = &failure
		}
		if i < len(names) {
			b.Names = names[i]
		}
		for len(attempts) > 0 && !attempts[0].After(b.Ended) {
			b.Attempts = append(b.Attempts, attempts[0].UTC())
			attempts = attempts[1:]
		}
		out = append(out, b)
	}
	return out
}

// answers returns the logs as answers to questions that steps and explanations of an edited scenario may ask.
func (e *evidence) answers() []world.Answer {
	var out []world.Answer
	for _, l := range e.logs {
		if l.err == nil && l.leftOut == 0 {
			out = append(out, world.NewAnswer(remote.LogOf(l.namespace, l.pod, l.container, l.previous), l.at, l.text))
		}
	}
	for _, pod := range lastPods(e.seen) {
		tails := map[string]string{}
		for _, l := range e.logs {
			if l.err != nil || l.namespace != pod.Namespace || l.pod != pod.Name {
				continue
			}
			key := l.namespace + "/" + l.pod + "/" + l.container
			if l.previous {
				key += "/previous"
			}
			tails[key] = l.text[max(0, len(l.text)-collect.LogTail):]
		}
		if len(tails) > 0 {
			out = append(out, world.NewAnswer(assert.LogsOf(pod.Namespace, pod.Name), time.Now(), tails))
		}
	}
	return out
}

// Name returns the name of a file in a bundle, where no path may lead out: the name of a file elsewhere begins at the folder
// that both have in common.
func Name(name string) string {
	for strings.HasPrefix(name, "../") {
		name = strings.TrimPrefix(name, "../")
	}
	return strings.TrimLeft(name, "/")
}

// filesOf returns the feature of a scenario and the manifests that it applies, as they were read before the run.
func filesOf(pickle *gherkin.Pickle) (map[string][]byte, error) {
	files := map[string][]byte{Name(pickle.URI): pickle.Feature.Source}
	charts, errs := chartsOf(pickle, files)
	for _, use := range plan.ManifestsOf(pickle) {
		name := use.Manifest.Path
		if charts[use.Manifest.Folder] {
			continue
		}
		if _, have := files[Name(name)]; have || strings.HasPrefix(name, pickle.URI) { // inline
			continue
		}
		text, err := RedactedManifest(use.Manifest)
		switch {
		case err != nil:
		case use.Manifest.Folder != "": // replaced by a kustomization that only has the result of its build
			files[Name(path.Join(use.Manifest.Folder, "kustomization.yaml"))] = []byte("resources: [built.yaml]\n")
			files[Name(path.Join(use.Manifest.Folder, "built.yaml"))] = text
		default:
			files[Name(name)] = text
		}
		errs = append(errs, err)
	}
	return files, errors.Join(errs...)
}
