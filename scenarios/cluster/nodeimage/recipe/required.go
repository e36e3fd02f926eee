package recipe

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Required returns the full names of all images that kind's builder would pull if they were not in its archives: the images that
// kubeadm requires, the pause image in kind's containerd configuration, and the images that kind adds.
func Required(ctx context.Context, kubeadm, kubernetes, kindDir string) ([]string, error) {
	out, err := command.New(kubeadm, "config", "images", "list", "--kubernetes-version", kubernetes).Output(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the images of Kubernetes: %w", err)
	}
	config, err := os.ReadFile(filepath.Join(kindDir, "images/base/files/etc/containerd/config.toml"))
	if err != nil {
		return nil, fmt.Errorf("find the pause image: %w", err)
	}
	pause, err := sandboxImage(string(config))
	if err != nil {
		return nil, err
	}
	own, err := kindImages(filepath.Join(kindDir, "pkg/build/nodeimage"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, name := range strings.Fields(out) {
		if base(name) != "pause" { // the builder uses the one in the containerd configuration
			names = append(names, name)
		}
	}
	return append(append(names, pause), own...), nil
}

func sandboxImage(config string) (string, error) {
	match := regexp.MustCompile(`(?m)^\s*sandbox_image\s*=\s*"([^"]+)"`).FindStringSubmatch(config)
	if match == nil {
		return "", fmt.Errorf("find the pause image: no sandbox_image in kind's containerd configuration")
	}
	return match[1], nil
}

// kindImages reads the names of kind's own images from its source, because they are constants that are not exported.
func kindImages(dir string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "const*.go"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("read kind's source: %w", err)
		}
		for _, decl := range parsed.Decls {
			names = append(names, imageConstants(decl)...)
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("read kind's source: no image names in %s/const*.go: this kind version is not known to the recipe", dir)
	}
	return names, nil
}

// imageConstants returns the string constants that are full image names.
func imageConstants(decl ast.Decl) []string {
	group, ok := decl.(*ast.GenDecl)
	if !ok || group.Tok != token.CONST {
		return nil
	}
	image := regexp.MustCompile(`^[a-z0-9.-]+\.[a-z]+/[a-z0-9./-]+:[A-Za-z0-9._-]+$`)
	var names []string
	for _, spec := range group.Specs {
		for _, value := range spec.(*ast.ValueSpec).Values {
			literal, ok := value.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				continue
			}
			if text, err := strconv.Unquote(literal.Value); err == nil && image.MatchString(text) {
				names = append(names, text)
			}
		}
	}
	return names
}

// base returns the last part of an image name, without the tag.
func base(image string) string {
	image, _, _ = strings.Cut(image[strings.LastIndexByte(image, '/')+1:], ":")
	return image
}
