package submission

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var usually = Options{Limits: Limits{Objects: 5, Bytes: 64 << 10}, Security: "baseline"}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// archive is a ZIP file with entries of arbitrary names.
func archive(t *testing.T, entries ...func(*zip.Writer) error) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "work.zip")
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(out)
	for _, add := range entries {
		if err := add(w); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

func entry(name, text string) func(*zip.Writer) error {
	return func(w *zip.Writer) error {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		return err
	}
}

func link(name, target string) func(*zip.Writer) error {
	return func(w *zip.Writer) error {
		header := &zip.FileHeader{Name: name}
		header.SetMode(os.ModeSymlink | 0o777)
		f, err := w.CreateHeader(header)
		if err == nil {
			_, err = f.Write([]byte(target))
		}
		return err
	}
}

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n"

func named(name string) string { return fmt.Sprintf(configMap, name) }

func TestAFolderAndAZIPFileAreReadAlike(t *testing.T) {
	for _, name := range []string{
		folder(t, map[string]string{"b.yaml": named("b"), "sub/a.yml": named("a"), "README.md": "hello", ".a.yaml.swp": "x"}),
		archive(t, entry("sub/a.yml", named("a")), entry("b.yaml", named("b")), entry("README.md", "hello"), entry("__MACOSX/b.yaml", "x")),
	} {
		s, err := Read(name, usually)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Manifests) != 2 || s.Manifests[0].Path != "b.yaml" || s.Manifests[1].Docs[0].Object.GetName() != "a" {
			t.Errorf("%s: %+v", name, s.Manifests)
		}
	}
}

// TestHostileFilesAreRefused: files that lead elsewhere, or are larger than they look.
func TestHostileFilesAreRefused(t *testing.T) {
	linked := folder(t, map[string]string{"a.yaml": named("a")})
	if err := os.Symlink("/etc/passwd", filepath.Join(linked, "b.yaml")); err != nil {
		t.Skip(err)
	}
	linkedFolder := folder(t, map[string]string{"a.yaml": named("a")})
	if err := os.Symlink("/etc", filepath.Join(linkedFolder, "etc")); err != nil {
		t.Skip(err)
	}
	bomb := strings.Repeat("#", 50<<20)
	many := map[string]string{}
	for i := range 10_000 / 40 {
		many[fmt.Sprintf("%d.txt", i)] = ""
	}
	for name, c := range map[string]struct{ submission, says string }{
		"a link to a file":      {linked, `"b.yaml" is a symbolic link`},
		"a link to a folder":    {linkedFolder, `"etc" is a symbolic link`},
		"a link in a ZIP file":  {archive(t, link("b.yaml", "/etc/passwd")), `"b.yaml" is a symbolic link`},
		"above the folder":      {archive(t, entry("../b.yaml", named("b"))), `"../b.yaml" in the ZIP file leads out`},
		"above, hidden":         {archive(t, entry("a/../../b.yaml", named("b"))), "leads out of its folder"},
		"above, as in Windows":  {archive(t, entry(`..\b.yaml`, named("b"))), "leads out of its folder"},
		"a whole path":          {archive(t, entry("/etc/b.yaml", named("b"))), "leads out of its folder"},
		"a drive":               {archive(t, entry("C:/b.yaml", named("b"))), "leads out of its folder"},
		"a ZIP bomb":            {archive(t, entry("b.yaml", bomb)), "are larger than 65536 bytes together"},
		"a ZIP bomb of many":    {archive(t, entry("a.yaml", bomb[:40<<10]), entry("b.yaml", bomb[:40<<10])), "are larger than 65536 bytes together"},
		"no ZIP file":           {filepath.Join(folder(t, map[string]string{"x.zip": "no"}), "x.zip"), "the ZIP file cannot be read"},
		"many files":            {folder(t, many), "more than 200 files and folders"},
		"nothing":               {folder(t, map[string]string{"README.md": "x"}), "no file that ends in .yaml"},
		"a file of its own":     {filepath.Join(folder(t, map[string]string{"a.yaml": named("a")}), "a.yaml"), "is neither a folder nor a ZIP file"},
		"a name with an escape": {archive(t, entry("../\x1b[31m.yaml", named("b"))), `\x1b`},
	} {
		_, err := Read(c.submission, usually)
		if _, is := errors.AsType[*Refusal](err); !is || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %.300v, want %s", name, err, c.says)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\x1b\n") {
			t.Errorf("%s: it is not one line that is safe for a terminal: %q", name, err)
		}
	}
}

// pod is a Pod with an addition to its spec.
func pod(spec string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: nginx}], " + spec + "}\n"
}

// TestWhatReachesBeyondTheNamespaceIsRefused: each refusal is one sentence with file and line.
func TestWhatReachesBeyondTheNamespaceIsRefused(t *testing.T) {
	for text, says := range map[string]string{
		"apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n":                                                                                    "a.yaml:1: Namespace x: a Namespace belongs to the whole cluster",
		"apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: x}\n":                                                        "belongs to the whole cluster",
		"apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: x}\n":                                                        "the kind RoleBinding is not allowed in this exercise",
		"apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: x}\n":                                                                                "the kind ResourceQuota is not allowed",
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: kube-system}\n":                                                            `names the namespace "kube-system": leave metadata.namespace out`,
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, finalizers: [a.b/c]}\n":                                                               "has finalizers, which would block its deletion",
		"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {metadata: {finalizers: [a.b/c]}}}\n":                         "Deployment d has finalizers",
		"apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {template: {metadata: {labels: {gherkind/run: abc}}}}\n":                       `"gherkind/run", which is the grader's own`,
		"apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec: {jobTemplate: {metadata: {finalizers: [a.b/c]}}}\n":                        "CronJob c has finalizers",
		"apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec: {jobTemplate: {spec: {template: {metadata: {finalizers: [a.b/c]}}}}}\n":    "CronJob c has finalizers",
		"apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: s}\nspec: {volumeClaimTemplates: [{metadata: {name: v, finalizers: [a.b/c]}}]}\n": "StatefulSet s has finalizers",
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, labels: {gherkind/run: abc}}\n":                                                       `"gherkind/run", which is the grader's own`,
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, annotations: {gherkind/kept: \"true\"}}\n":                                            "the grader's own",
		"apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {externalIPs: [1.2.3.4]}\n":                                                      "spec.externalIPs",
		strings.Replace(named("a"), "name: a", "name: gherkind-lab", 1):                                                                             "has the name of the grader's own objects",
		pod("hostNetwork: true"):                         "asks for the node's network (hostNetwork)",
		pod("hostPID: true"):                             "asks for the node's processes (hostPID)",
		pod("hostIPC: true"):                             "asks for the node's shared memory (hostIPC)",
		pod("nodeName: worker"):                          "names its node (nodeName)",
		pod("priorityClassName: system-node-critical"):   "has a priority (priorityClassName, priority)",
		pod("priority: 1000"):                            "has a priority (priorityClassName, priority)",
		pod("volumes: [{name: v, hostPath: {path: /}}]"): "mounts a folder of the node (hostPath)",
		pod("initContainers: [{name: i, image: busybox, ports: [{hostPort: 80, containerPort: 80}]}]"):                                         "takes a port of the node (hostPort)",
		pod("initContainers: [{name: i, image: busybox, securityContext: {privileged: true}}]"):                                                "has a privileged container",
		"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {hostNetwork: true}}}\n":                          "Deployment d asks for the node's network",
		"apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec: {jobTemplate: {spec: {template: {spec: {hostPID: true}}}}}\n":         "CronJob c asks for the node's processes",
		"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: {spec: {priorityClassName: system-cluster-critical}}}\n": "Deployment d has a priority",
		"a: &a [x]\nb: [*a, *a]\n":                          "a.yaml:2: aliases (*name)",
		strings.Repeat("[", 200) + strings.Repeat("]", 200): "nesting beyond 100 levels",
		"apiVersion: v1\nkind: ConfigMap\nmetadata: [":      "a.yaml:",
		named("a") + "---\n" + named("a"):                   "is in the manifest already",
		strings.Repeat(named("x")+"---\n", 1) + strings.Join([]string{named("b"), named("c"), named("d"), named("e"), named("f")}, "---\n"): "more than 5 objects",
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"x\\e[31m\", namespace: a}\n":                                                   `\x1b`,
	} {
		_, err := Read(folder(t, map[string]string{"a.yaml": text}), usually)
		if _, is := errors.AsType[*Refusal](err); !is || !strings.Contains(err.Error(), says) || strings.ContainsAny(err.Error(), "\x1b\n") {
			t.Errorf("%.60q: %v, want %s", text, err, says)
		}
	}
}

// TestWhatEveryPodHasIsTaken: kubectl prints the priority 0 of pods that have none.
func TestWhatEveryPodHasIsTaken(t *testing.T) {
	if _, err := Read(folder(t, map[string]string{"a.yaml": pod("priority: 0, preemptionPolicy: PreemptLowerPriority")}), usually); err != nil {
		t.Error(err)
	}
}

// TestNoSubmission: a missing path is not a mistake in a submission.
func TestNoSubmission(t *testing.T) {
	_, err := Read(filepath.Join(t.TempDir(), "x"), usually)
	if _, refused := errors.AsType[*Refusal](err); refused || !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestTheSameObjectInTwoFiles(t *testing.T) {
	_, err := Read(folder(t, map[string]string{"a.yaml": named("x"), "b.yaml": named("x")}), usually)
	if err == nil || !strings.Contains(err.Error(), `b.yaml:1: ConfigMap "x" is also in a.yaml:1`) {
		t.Error(err)
	}
}

// TestAnExerciseMayAllowMore: additional kinds, and with the level privileged also access to nodes.
func TestAnExerciseMayAllowMore(t *testing.T) {
	o := usually
	o.Kinds, o.Security = []string{"NetworkPolicy", "Namespace"}, "privileged"
	dir := folder(t, map[string]string{"a.yaml": pod("hostNetwork: true, nodeName: worker, priorityClassName: system-node-critical"), "b.yaml": "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: net}\n"})
	if _, err := Read(dir, o); err != nil {
		t.Error(err)
	}
	if _, err := Read(folder(t, map[string]string{"a.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n"}), o); err == nil {
		t.Error("a Namespace was accepted")
	}
}
