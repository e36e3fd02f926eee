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

// manifests checks what the steps of a scenario apply. A document about an object that an earlier document has created may
// contain only a part of the object.
func (l *linter) manifests(s *scenario) {
	there := map[string]bool{}
	for _, one := range s.steps {
		if steps.WantsRefusal(one.Planned.Match) {
			continue
		}
		for _, m := range plan.ManifestsOfStep(one.Step) {
			switch {
			case m.Path == s.URI: // inline manifest of the step
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

// identity is equal for documents about the same object.
func identity(d kube.Document) string {
	return strings.Join([]string{d.Object.GroupVersionKind().GroupKind().String(), d.Object.GetNamespace(), d.Object.GetName()}, " ")
}

// see notes that a file was checked.
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

// lineOfKind returns the line of a document's kind.
func (l *linter) lineOfKind(file string, d kube.Document) int {
	lines := l.texts.of(file)
	for i := max(d.Line, 1); i <= len(lines); i++ {
		if text := lines[i-1]; strings.Contains(text, "kind:") && strings.Contains(text, d.Object.GetKind()) {
			return i
		}
	}
	return d.Line
}

// minor returns the minor version of Kubernetes for which the features are written.
func (l *linter) minor() int {
	for _, version := range []string{l.Cluster.Kubernetes, cluster.DefaultKubernetes()} {
		if m, err := kubeversion.Parse(version); err == nil {
			return m.Minor
		}
	}
	return 0
}

// manifestFolder is the folder of manifests, next to the features or in their folder.
const manifestFolder = "manifests"

// unused finds manifests that no step applies. It checks a folder only if all its features were selected and could be read.
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
	_ = err // the function above never returns an error
}

// used returns the files that steps name, including unreadable ones.
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

// whole reports whether all features of a folder are checked, which rules about the suite require.
func (l *linter) whole() bool {
	return !slices.ContainsFunc(l.paths(), func(asked string) bool {
		file, lines := gherkin.SplitLines(asked)
		return len(lines) > 0 || path.Ext(file) == ".feature"
	})
}

// allLines reports whether no scenario is selected by its line.
func (l *linter) allLines() bool {
	return !slices.ContainsFunc(l.paths(), func(asked string) bool {
		_, lines := gherkin.SplitLines(asked)
		return len(lines) > 0
	})
}

// unread returns the features that could not be parsed.
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

// begin returns the first line of a manifest that is not a comment.
func (l *linter) begin(file string) int {
	i := slices.IndexFunc(l.texts.of(file), func(text string) bool {
		text = strings.TrimSpace(text)
		return text != "" && !strings.HasPrefix(text, "#") && text != "---"
	})
	return max(i, 0) + 1
}

// meant reports whether a step with a problem mentions a file.
func (l *linter) meant(file string) bool {
	return slices.ContainsFunc(l.in.Problems, func(p gherkin.Problem) bool {
		return strings.Contains(l.texts.line(p.URI, p.Line), file)
	})
}
