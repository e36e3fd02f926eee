package scenarios

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/world"
)

// bundleExtension is that of what `tar xzf` opens.
const bundleExtension = ".tgz"

// keepEvidence writes what the scenario saw into a folder, and all that a replay
// needs into a bundle beside it. It writes as much as it can and joins what went
// wrong.
func (r *runner) keepEvidence(ctx context.Context, w *world.World, s *report.Scenario, fault, dir string) error {
	e, err := gatherEvidence(ctx, w)
	// One at a time, whatever fails at once: a bundle is put together in memory.
	r.packing.Lock()
	defer r.packing.Unlock()
	return errors.Join(err, e.write(dir), r.writeBundle(w, s, e, fault, dir+bundleExtension))
}

func (r *runner) writeBundle(w *world.World, s *report.Scenario, e *evidence, fault, file string) error {
	b, err := r.bundle(w, s, e)
	if err != nil {
		return fmt.Errorf("make the bundle: %w", err)
	}
	b.Scenario.Fault = fault
	return b.Write(file)
}

func (r *runner) bundle(w *world.World, s *report.Scenario, e *evidence) (*bundle.Bundle, error) {
	pickle, err := r.plan.pickle(s.ID)
	if err != nil {
		return nil, err
	}
	b := &bundle.Bundle{
		Manifest: bundle.Manifest{
			Gherkind: r.options.Version, Run: w.Run.ID, Timeouts: w.Run.Timeouts, Cluster: r.session.recorded(),
			Scenario: bundle.Scenario{
				Name: pickle.Name, URI: bundled(s.URI), Line: s.Line, Tags: s.Tags, Status: string(cmp.Or(s.Status, report.Failed)),
				Started: s.Started.UTC(), Ended: e.until.UTC(), Namespaces: w.Namespaces(),
			},
		},
		Steps: r.recordedSteps(w, s, pickle), Texts: e.texts, Observations: e.seen, Answers: append(w.Answers(), e.answers()...),
	}
	for kind, since := range w.Timeline.Watched() {
		b.Kinds = append(b.Kinds, bundle.Kind{Kind: kind, Since: since.UTC()})
	}
	b.Hidden = r.foundIn(s, b.Answers)
	b.Blinds = bundle.BlindsOf(w.Timeline.Blinds(s.Started))
	slices.SortFunc(b.Kinds, func(x, y bundle.Kind) int { return cmp.Compare(x.GVR.String(), y.GVR.String()) })
	if step := s.FailedStep(); step != nil && step.Failure != nil {
		b.Texts["failure.txt"] = []byte(fmt.Sprintf("%s:%d: %s %s\n%s\n", s.URI, step.Line, step.Keyword, step.Text, step.Failure.Block(0)))
	}
	var missing error
	b.Files, missing = r.plan.filesOf(s.ID)
	b.Served, err = w.Run.Client.Served()
	return b, errors.Join(err, missing)
}

// foundIn are the values of Secrets that stand in recorded answers. A replay has no Secret to know them by.
func (r *runner) foundIn(s *report.Scenario, answers []world.Answer) []string {
	var texts []string
	for _, a := range answers {
		texts = append(texts, string(a.Value), a.Err)
	}
	return r.tell.hidden.of(s).Found(texts...)
}

// recordedSteps have the words of the feature, by which a replay recognises them; what became of them is as reports have it.
func (r *runner) recordedSteps(w *world.World, s *report.Scenario, pickle *gherkin.Pickle) []bundle.Step {
	names, attempts, acting := w.States(), w.Attempts(), r.plan.catalogue.Acting()
	var out []bundle.Step
	for i, step := range s.Steps {
		written := pickle.Steps[i]
		b := bundle.Step{
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
			out = append(out, world.NewAnswer(steps.LogOf(l.namespace, l.pod, l.container, l.previous), l.at, l.text))
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
			tails[key] = l.text[max(0, len(l.text)-explainedLog):]
		}
		if len(tails) > 0 {
			out = append(out, world.NewAnswer(steps.LogsOf(pod.Namespace, pod.Name), time.Now(), tails))
		}
	}
	return out
}

// explainedLog is how much of a log an explanation may read, in bytes.
const explainedLog = 4 << 10

// pickle is a scenario as it is written.
func (p *plan) pickle(id string) (*gherkin.Pickle, error) {
	for _, pickle := range p.pickles {
		if pickle.ID == id {
			return pickle, nil
		}
	}
	return nil, fmt.Errorf("no scenario has the ID %s", id)
}

// filesOf reads the feature of a scenario, and the manifests that it applies.
func (p *plan) filesOf(id string) (map[string][]byte, error) {
	pickle, err := p.pickle(id)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{bundled(pickle.URI): pickle.Feature.Source}
	var errs []error
	for _, use := range p.manifestsOf(pickle) {
		name := use.manifest.Path
		if _, have := files[bundled(name)]; have || strings.HasPrefix(name, pickle.URI) { // inline
			continue
		}
		text, err := fs.ReadFile(p.fs, name)
		if err == nil {
			files[bundled(name)], err = bundle.RedactedManifest(use.manifest, text)
		}
		errs = append(errs, err)
	}
	return files, errors.Join(errs...)
}

// bundled is the name that a file has in a bundle, where nothing leads out: that of a file elsewhere begins at
// the folder that both have in common.
func bundled(name string) string {
	for strings.HasPrefix(name, "../") {
		name = strings.TrimPrefix(name, "../")
	}
	return strings.TrimLeft(name, "/")
}

// recorded is the cluster as a bundle has it.
func (s *session) recorded() bundle.Cluster {
	c := bundle.Cluster{Name: s.cluster.Name, Kubernetes: s.cluster.Kubernetes, Images: s.cluster.Images.Used(), Members: s.run.Etcd.Members()}
	if from := s.asker.Decided(); from == cluster.AskContainer {
		c.AskedFrom = string(from)
	}
	for _, n := range s.cluster.Nodes {
		recorded := bundle.Node{Name: n.Name, Role: n.Role, Address: n.Address}
		if n.Hostname != n.Name {
			recorded.Hostname = n.Hostname
		}
		c.Nodes = append(c.Nodes, recorded)
	}
	return c
}
