package starter

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"text/template"
)

//go:embed files
var texts embed.FS

// CI is a CI service.
type CI string

// The CI services with workflow templates.
const (
	GitHub CI = "github"
	GitLab CI = "gitlab"
)

// Options select what a new project contains.
type Options struct {
	// Version of gherkind that workflows install: "latest", or a published one.
	Version string
	// CI has the services that get a workflow.
	CI []CI
	// Go adds a Go test that runs the features.
	Go bool
	// Schema is the JSON Schema of the project file, for editors.
	Schema []byte
	// Example adds a feature that passes, with its manifest and the value that it uses.
	Example bool
	// Language of comments and of the example, such as "zh-CN". Files that are not there in it are in English.
	Language string
}

// File is a file of a project, with slashes in its name.
type File struct {
	Name string
	Data []byte
}

// Files of the example. If one of them exists, no example is added.
const (
	projectFile = "gherkind.yaml"
	feature     = "features/hello.feature"
	manifest    = "manifests/hello.yaml"
)

// Files returns the files of a project.
func Files(o Options) ([]File, error) {
	type named struct{ name, text string }
	all := []named{{projectFile, "gherkind.yaml"}}
	if o.Example {
		all = append(all, named{feature, "hello.feature"}, named{manifest, "hello.yaml"})
	}
	for _, ci := range o.CI {
		switch ci {
		case GitHub:
			all = append(all, named{".github/workflows/gherkind.yaml", "github.yaml"})
		case GitLab:
			all = append(all, named{".gitlab-ci.yml", "gitlab.yaml"})
		}
	}
	all = append(all, named{".vscode/settings.json", "settings.json"}, named{".gitignore", "gitignore"})
	if o.Go {
		all = append(all, named{"e2e/features_test.go", "features_test.go.txt"})
	}
	files := []File{{".vscode/gherkind.schema.json", o.Schema}}
	for _, one := range all {
		data, err := o.fill(one.text)
		if err != nil {
			return nil, err
		}
		files = append(files, File{one.name, data})
	}
	return files, nil
}

// fill renders a template. Files without template actions are used unchanged.
func (o Options) fill(name string) ([]byte, error) {
	text, err := textIn(o.Language, name)
	if err != nil || !bytes.Contains(text, []byte("{{")) {
		return text, err
	}
	t, err := template.New(name).Option("missingkey=error").Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("read the template of %s: %w", name, err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, o); err != nil {
		return nil, fmt.Errorf("fill the template of %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// textIn returns a template in a language, or in English if it is the same in all.
func textIn(language, name string) ([]byte, error) {
	text, err := texts.ReadFile(path.Join("files", language, name))
	if errors.Is(err, fs.ErrNotExist) {
		return texts.ReadFile("files/" + name)
	}
	return text, err
}
