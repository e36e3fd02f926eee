package lint

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/steps"
)

// manifests looks at what the steps of a scenario apply. A document about an object that is there already, as an earlier one has
// it, may be a part of it only.
func (l *linter) manifests(s *scenario) {
	there := map[string]bool{}
	for _, one := range s.steps {
		if steps.WantsRefusal(one.Planned.Match) {
			continue
		}
		for _, m := range plan.ManifestsOfStep(one.Step) {
			switch {
			case m.Path == s.URI: // it stands below the step
				l.see(m.Path)
				l.manifest(m, Place{}, there)
			case !l.looked[m.Path]:
				l.see(m.Path)
				l.manifest(m, Place{s.URI, one.Line}, there)
			}
			for _, d := range m.Docs {
				there[identity(d)] = true
			}
		}
	}
}

// identity is what the documents of one object have in common.
func identity(d kube.Document) string {
	return strings.Join([]string{d.Object.GroupVersionKind().GroupKind().String(), d.Object.GetNamespace(), d.Object.GetName()}, " ")
}

// see notes that a file has been looked at.
func (l *linter) see(file string) {
	if l.looked == nil {
		l.looked = map[string]bool{}
	}
	l.looked[file] = true
}

func (l *linter) manifest(m *kube.Manifest, from Place, there map[string]bool) {
	for _, d := range m.Docs {
		served, problem := kube.ServedIn(d.Object.GroupVersionKind(), l.minor())
		for _, fault := range m.EveryFault(d) {
			if fault.Lacks == "" || served && !there[identity(d)] {
				l.fault(fault, from)
			}
		}
		if problem == "" {
			continue
		}
		f := Finding{Rule: rules.DeprecatedAPI, File: m.Path, Message: problem, From: from}
		if !served {
			f.Rule = rules.Kind
		}
		f.Range = l.texts.find(m.Path, l.lineOfKind(m.Path, d), "")
		l.add(f)
	}
}

func (l *linter) fault(fault kube.Fault, from Place) {
	f := Finding{Rule: rules.FieldValue, File: fault.Path, Message: fault.Msg, From: from}
	f.Range = l.texts.find(f.File, fault.Line, "")
	switch {
	case fault.Unknown != nil:
		f.Rule = rules.Field
	case fault.Lacks != "":
		f.Rule = rules.MissingField
	}
	l.add(f)
}

// lineOfKind is where a document says its kind.
func (l *linter) lineOfKind(file string, d kube.Document) int {
	lines := l.texts.of(file)
	for i := max(d.Line, 1); i <= len(lines); i++ {
		if text := lines[i-1]; strings.Contains(text, "kind:") && strings.Contains(text, d.Object.GetKind()) {
			return i
		}
	}
	return d.Line
}

// minor is that of the version of Kubernetes that the features are for.
func (l *linter) minor() int {
	for _, version := range []string{l.Cluster.Kubernetes, cluster.DefaultKubernetes()} {
		if m, err := kubeversion.Parse(version); err == nil {
			return m.Minor
		}
	}
	return 0
}

// manifestFolder is where a project has its manifests, beside its features or within them.
const manifestFolder = "manifests"

// unused finds manifests that no step applies. What is not judged: folders of which only some features are looked at, or can
// be read.
func (l *linter) unused() {
	if len(l.unread()) > 0 {
		return
	}
	for _, asked := range l.paths() {
		folder := path.Clean(asked)
		folders := []string{path.Join(folder, manifestFolder)}
		if path.Base(folder) == defaultPath {
			folders = append(folders, path.Join(path.Dir(folder), manifestFolder))
		}
		for _, dir := range folders {
			l.unusedIn(dir)
		}
	}
}

func (l *linter) unusedIn(dir string) {
	used := l.used()
	err := fs.WalkDir(l.FS, dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || used[name] || !slices.Contains([]string{".yaml", ".yml"}, path.Ext(name)) {
			return nil //nolint:nilerr // what cannot be read is not a manifest of this project
		}
		data, err := fs.ReadFile(l.FS, name)
		if err != nil {
			return nil //nolint:nilerr // as above
		}
		if _, err := kube.ParseManifest(name, data); err == nil && !l.meant(path.Base(name)) {
			l.see(name)
			l.at(rules.UnusedManifest, name, l.begin(name), "", "no step of the features applies this manifest", "remove it, or write the step")
		}
		return nil
	})
	_ = err // the function above returns none
}

// used are the files that steps name, also those that cannot be read.
func (l *linter) used() map[string]bool {
	used := map[string]bool{}
	for _, f := range l.in.Features {
		for _, pickle := range f.Pickles {
			for _, s := range pickle.Steps {
				for _, m := range plan.ManifestsOfStep(s) {
					used[m.Path] = true
					for _, from := range m.From {
						used[from] = true
					}
				}
			}
		}
	}
	for _, p := range l.in.Problems {
		used[p.Cause.URI] = true
	}
	return used
}

func (l *linter) paths() []string {
	if len(l.Paths) == 0 {
		return []string{defaultPath}
	}
	return l.Paths
}

// whole tells whether all features of a folder are looked at, so that what concerns the suite can be judged.
func (l *linter) whole() bool {
	return !slices.ContainsFunc(l.paths(), func(asked string) bool {
		file, lines := gherkin.SplitLines(asked)
		return len(lines) > 0 || path.Ext(file) == ".feature"
	})
}

// allLines tells whether no scenario was asked for by its line.
func (l *linter) allLines() bool {
	return !slices.ContainsFunc(l.paths(), func(asked string) bool {
		_, lines := gherkin.SplitLines(asked)
		return len(lines) > 0
	})
}

// unread are the features that could not be parsed.
func (l *linter) unread() map[string]bool {
	unread := map[string]bool{}
	for _, p := range l.in.Problems {
		unread[p.URI] = true
	}
	for _, f := range l.in.Features {
		delete(unread, f.URI)
	}
	return unread
}

// begin is the first line of a manifest that is not a comment.
func (l *linter) begin(file string) int {
	i := slices.IndexFunc(l.texts.of(file), func(text string) bool {
		text = strings.TrimSpace(text)
		return text != "" && !strings.HasPrefix(text, "#") && text != "---"
	})
	return max(i, 0) + 1
}

// meant tells whether a step that cannot be run has the name of a file.
func (l *linter) meant(file string) bool {
	return slices.ContainsFunc(l.in.Problems, func(p gherkin.Problem) bool {
		return strings.Contains(l.texts.line(p.URI, p.Line), file)
	})
}
