package packaging

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"gopkg.in/yaml.v3"
)

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// parse refuses what the type does not have.
func parse(t *testing.T, name, text string, into any) {
	t.Helper()
	decoder := yaml.NewDecoder(strings.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

type releases struct {
	Builds []struct {
		Main, Binary string
		Env          []string
		Flags        []string
		Ldflags      []string
		Goos, Goarch []string
	}
	Archives []struct {
		Template string `yaml:"name_template"`
		Files    []any
	}
	Docker []struct{ Dockerfile string } `yaml:"dockers_v2"`
}

// archives are the names of the archives of a release.
func archives(t *testing.T) (r releases, names []string) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, ".goreleaser.yaml")), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Builds) != 1 || len(r.Archives) != 1 {
		t.Fatalf("one build and one archive, and not %+v", r)
	}
	for _, system := range r.Builds[0].Goos {
		for _, arch := range r.Builds[0].Goarch {
			name := strings.NewReplacer("{{ .Os }}", system, "{{ .Arch }}", arch).Replace(r.Archives[0].Template)
			names = append(names, name+".tar.gz")
		}
	}
	return r, names
}

func TestReleases(t *testing.T) {
	r, names := archives(t)
	want := []string{"gherkind_darwin_amd64.tar.gz", "gherkind_darwin_arm64.tar.gz", "gherkind_linux_amd64.tar.gz", "gherkind_linux_arm64.tar.gz"}
	if slices.Sort(names); !slices.Equal(names, want) {
		t.Errorf("a release has %q, want %q", names, want)
	}
	build := r.Builds[0]
	if !slices.Contains(build.Env, "CGO_ENABLED=0") || !slices.Contains(build.Flags, "-trimpath") {
		t.Errorf("the image has no libc, and paths are of the machine that builds: %+v", build)
	}
	for _, name := range []string{r.Docker[0].Dockerfile, build.Main, "packaging/completions.sh", "packaging/kubectl_complete-gherkind"} {
		if _, err := os.Stat("../" + name); err != nil {
			t.Errorf(".goreleaser.yaml names a file that is not there: %v", err)
		}
	}
	if info, err := os.Stat("kubectl_complete-gherkind"); err == nil && info.Mode().Perm()&0o111 == 0 {
		t.Error("kubectl calls kubectl_complete-gherkind, which is not executable")
	}
}

// TestTheVersionIsLinked: the linker says nothing of a variable that is not there, and the release would be called "dev".
func TestTheVersionIsLinked(t *testing.T) {
	r, _ := archives(t)
	found := regexp.MustCompile(`-X (github\.com/gherkind/gherkind/internal/cli\.(\w+))=`).FindStringSubmatch(strings.Join(r.Builds[0].Ldflags, " "))
	if found == nil {
		t.Fatalf("no version in %q", r.Builds[0].Ldflags)
	}
	if testing.Short() {
		source := read(t, "internal/cli/version.go")
		if !regexp.MustCompile(`(?m)^var ` + found[2] + ` string$`).MatchString(source) {
			t.Errorf("internal/cli/version.go has no variable %s", found[2])
		}
		return
	}
	program := t.TempDir() + "/gherkind"
	build := exec.CommandContext(t.Context(), "go", "build", "-ldflags", "-X "+found[1]+"=v1.2.3", "-o", program, "../cmd/gherkind")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), program, "version").Output()
	if err != nil || !strings.HasPrefix(string(out), "gherkind v1.2.3 ") {
		t.Errorf("%s %v", out, err)
	}
}

// plugin is a manifest of krew: https://krew.sigs.k8s.io/docs/developer-guide/plugin-manifest
type plugin struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		Version, Homepage    string
		ShortDescription     string `yaml:"shortDescription"`
		Description, Caveats string
		Platforms            []struct {
			Selector struct {
				MatchLabels struct{ Os, Arch string } `yaml:"matchLabels"`
			}
			URI, Sha256, Bin string
			Files            []struct{ From, To string }
		}
	}
}

// filled is the template as krew-release-bot fills it in.
func filled(t *testing.T) string {
	t.Helper()
	tag := struct{ TagName string }{"v1.2.3"}
	addURIAndSha := func(url, _ string) (string, error) {
		var b bytes.Buffer
		err := template.Must(template.New("url").Parse(url)).Execute(&b, tag)
		return fmt.Sprintf("uri: %s\n      sha256: %064x", &b, 7), err
	}
	manifest, err := template.New(".krew.yaml").Funcs(template.FuncMap{"addURIAndSha": addURIAndSha}).Parse(read(t, ".krew.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := manifest.Execute(&b, tag); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestThePluginIsThatOfTheRelease(t *testing.T) {
	text := filled(t)
	var p plugin
	parse(t, ".krew.yaml", text, &p)
	if p.APIVersion != "krew.googlecontainertools.github.com/v1alpha2" || p.Kind != "Plugin" || p.Metadata.Name != "gherkind" || p.Spec.Version != "v1.2.3" {
		t.Errorf("got %+v", p)
	}
	if p.Spec.Homepage == "" || p.Spec.ShortDescription == "" || len(p.Spec.ShortDescription) > 50 || strings.HasSuffix(p.Spec.ShortDescription, ".") {
		t.Errorf("the index of krew wants a homepage, and a description of at most 50 letters without a full stop: %q", p.Spec.ShortDescription)
	}
	_, names := archives(t)
	for _, one := range p.Spec.Platforms {
		name := fmt.Sprintf("gherkind_%s_%s.tar.gz", one.Selector.MatchLabels.Os, one.Selector.MatchLabels.Arch)
		if one.URI != "https://github.com/gherkind/gherkind/releases/download/v1.2.3/"+name {
			t.Errorf("for %+v: %s", one.Selector, one.URI)
		}
		names = slices.DeleteFunc(names, func(n string) bool { return n == name })
		if one.Bin != "kubectl-gherkind" || !slices.ContainsFunc(one.Files, func(f struct{ From, To string }) bool { return f.To == one.Bin && f.From == "gherkind" }) {
			t.Errorf("%s: the plugin is %q, of the files %v", name, one.Bin, one.Files)
		}
	}
	if len(names) > 0 {
		t.Errorf("krew does not install %q", names)
	}
}

type action struct {
	Name, Description, Author string
	Branding                  map[string]string
	Inputs                    map[string]struct{ Description, Default string }
	Outputs                   map[string]struct{ Description, Value string }
	Runs                      struct {
		Using string
		Steps []struct {
			Name, ID, Shell, Uses, Run, If string
			Dir                            string `yaml:"working-directory"`
			Env, With                      map[string]string
		}
	}
}

func TestAction(t *testing.T) {
	var a action
	text := read(t, "action.yml")
	parse(t, "action.yml", text, &a)
	if a.Runs.Using != "composite" {
		t.Errorf("it is %q", a.Runs.Using)
	}
	want := []string{"args", "artifact", "features", "kubeconfig", "tags", "version", "working-directory"}
	if got := slices.Sorted(maps.Keys(a.Inputs)); !slices.Equal(got, want) {
		t.Errorf("inputs are %q, want %q", got, want)
	}
	for name, input := range a.Inputs {
		if input.Description == "" || !strings.Contains(text, "inputs."+name) {
			t.Errorf("input %s is described and used: %+v", name, input)
		}
	}
	for _, used := range regexp.MustCompile(`inputs\.([\w-]+)`).FindAllStringSubmatch(text, -1) {
		if _, there := a.Inputs[used[1]]; !there {
			t.Errorf("there is no input %s", used[1])
		}
	}
	scripts := 0
	for _, step := range a.Runs.Steps {
		if step.Uses != "" {
			continue
		}
		if step.Shell != "bash" {
			t.Errorf("step %q of a composite action needs a shell", step.Name)
		}
		if strings.Contains(step.Run, "${{") {
			t.Errorf("step %q: an expression in a script is code of whoever opened a pull request; hand it over in env", step.Name)
		}
		for _, found := range regexp.MustCompile(`\$ACTION_PATH/([\w./-]+)`).FindAllStringSubmatch(step.Run, -1) {
			scripts++
			checkScript(t, "../"+found[1], step.Env)
		}
	}
	if scripts != 2 {
		t.Errorf("%d scripts are checked", scripts)
	}
}

// checkScript says what bash cannot read, and which variables of the step the script does not use.
func checkScript(t *testing.T, file string, env map[string]string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "bash", "-n", file).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	text := read(t, strings.TrimPrefix(file, "../"))
	for name := range env {
		if name != "ACTION_PATH" && !regexp.MustCompile(`\$\{?`+name+`\b`).MatchString(text) {
			t.Errorf("%s does not use %s", file, name)
		}
	}
}
