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

// Extension is that of what `tar xzf` opens.
const Extension = ".tgz"

// Recorder keeps what failed scenarios of a run have seen.
type Recorder struct {
	Plan    *plan.Plan
	Version string // of the tool

	packing sync.Mutex
}

// Kept says of a failed scenario what is not in its result.
type Kept struct {
	Cluster Cluster
	Passed  bool                           // it has passed
	Fault   string                         // why it was not its own, but the cluster's or the host's
	Dir     string                         // where the evidence is written; the bundle is beside it
	Secrets func(texts ...string) []string // those values of Secrets that stand in the texts
}

// Keep writes what the scenario saw into a folder, and all that a replay
// needs into a bundle beside it. It writes as much as it can and joins what went
// wrong.
func (r *Recorder) Keep(ctx context.Context, w *world.World, s *report.Scenario, k Kept) error {
	e, err := collectEvidence(ctx, w)
	// One at a time, whatever fails at once: a bundle is put together in memory.
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

// status is that of a scenario that is about to end.
func (k Kept) status(s *report.Scenario) report.Status {
	if k.Passed {
		return report.Passed
	}
	return cmp.Or(s.Status, report.Failed)
}

// foundIn are the values of Secrets that stand in recorded answers. A replay has no Secret to know them by.
func (k Kept) foundIn(answers []world.Answer) []string {
	var texts []string
	for _, a := range answers {
		texts = append(texts, string(a.Value), a.Err)
	}
	return k.Secrets(texts...)
}

// recordedSteps have the words of the feature, by which a replay recognises them; what became of them is as reports have it.
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
			failure.Err = nil // its text is in Saw
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

// answers are the logs as answers to what steps and explanations of an edited
// scenario may ask.
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

// Name is the name that a file has in a bundle, where nothing leads out: that of a file elsewhere begins at
// the folder that both have in common.
func Name(name string) string {
	for strings.HasPrefix(name, "../") {
		name = strings.TrimPrefix(name, "../")
	}
	return strings.TrimLeft(name, "/")
}

// filesOf are the feature of a scenario and the manifests that it applies, as they were read before the run.
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
		case use.Manifest.Folder != "": // built anew from what it was built to
			files[Name(path.Join(use.Manifest.Folder, "kustomization.yaml"))] = []byte("resources: [built.yaml]\n")
			files[Name(path.Join(use.Manifest.Folder, "built.yaml"))] = text
		default:
			files[Name(name)] = text
		}
		errs = append(errs, err)
	}
	return files, errors.Join(errs...)
}
