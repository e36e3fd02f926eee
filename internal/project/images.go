package project

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	yaml "gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// imageKeys are the keys of an image, with their meanings.
var imageKeys = map[string]string{
	"docker":     "what Docker calls the image, where that is another name",
	"build":      "the folder that it is built from",
	"dockerfile": "a file in this folder (default Dockerfile)",
	"target":     "the stage that is built",
	"args":       "build arguments, NAME: VALUE",
	"go":         "a Go package with a program, which is compiled without Docker, in the folder of build (default: that of this file)",
	"program":    "what the program of go is called in the image (default: as the package)",
	"archive":    "a file of docker save, or a file or folder in the layout of OCI",
}

// readImages reads the images of a file: a map by name in manifests, or a list of names that Docker has.
func readImages(n *yaml.Node) (any, error) {
	if n.Kind == yaml.SequenceNode {
		names, err := readList(n)
		list, _ := names.([]string)
		all := make([]cluster.Image, 0, len(list))
		for _, name := range list {
			all = append(all, cluster.Image{Name: name})
		}
		return all, err
	}
	if n.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("that is %s, but must be images: one per line, as NAME: {build: FOLDER}, or a list of those that Docker has; "+
			"where gherkind's own images come from is image-source", described(n))
	}
	var all []cluster.Image
	for i := 0; i+1 < len(n.Content); i += 2 {
		image := cluster.Image{Name: n.Content[i].Value}
		if err := readImage(&image, n.Content[i+1]); err != nil {
			return nil, fmt.Errorf("%s in line %d: %w", image.Name, n.Content[i].Line, err)
		}
		all = append(all, image)
	}
	return all, nil
}

func readImage(image *cluster.Image, n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Tag == "!!null" {
		return nil // Docker has it by this name
	}
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("it is %s, but must be {build: FOLDER}, {go: PACKAGE}, {docker: NAME} or {archive: FILE}", described(n))
	}
	texts := map[string]*string{
		"docker": &image.Docker, "build": &image.Build, "dockerfile": &image.Dockerfile, "target": &image.Target, "archive": &image.Archive,
		"go": &image.Go, "program": &image.Program,
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i].Value, n.Content[i+1]
		if key == "args" {
			args, err := readMap(value)
			if err != nil {
				return fmt.Errorf("args: %w", err)
			}
			given, _ := args.(map[string]string)
			image.Args = pairs(given)
			continue
		}
		at, known := texts[key]
		if !known {
			return fmt.Errorf("an image has no key %q%s", key, meantKey(key))
		}
		if value.Kind != yaml.ScalarNode || value.Value == "" {
			return fmt.Errorf("%s is %s, but must be one text", key, described(value))
		}
		*at = value.Value
	}
	if image.Go != "" && image.Build == "" {
		image.Build = "."
	}
	return nil
}

func meantKey(key string) string {
	known := slices.Sorted(maps.Keys(imageKeys))
	if near := words.Nearest(key, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ": it has " + strings.Join(known, ", ")
}

// badImages reports contradictions.
func badImages(value any) error {
	images, _ := value.([]cluster.Image)
	seen := map[string]bool{}
	for _, image := range images {
		ways := 0
		for _, way := range []string{image.Docker, image.Build, image.Archive} {
			if way != "" {
				ways++
			}
		}
		switch {
		case image.Name == "":
			return errors.New("an image needs the name that manifests use for it")
		case seen[image.Name]:
			return fmt.Errorf("%s is listed twice", image.Name)
		case ways > 1:
			return fmt.Errorf("%s: it can have only one of docker, build (or go) and archive", image.Name)
		case image.Go == "" && image.Program != "":
			return fmt.Errorf("%s: program is for an image with go", image.Name)
		case (image.Build == "" || image.Go != "") && (image.Dockerfile != "" || image.Target != "" || len(image.Args) > 0):
			return fmt.Errorf("%s: dockerfile, target and args are for an image with build, and without go", image.Name)
		}
		seen[image.Name] = true
	}
	return nil
}

// imagesFrom returns images whose folders and files are relative to a folder.
func (s Setting) imagesFrom(dir string, images []cluster.Image) []cluster.Image {
	moved := slices.Clone(images)
	for i := range moved {
		for _, at := range []*string{&moved[i].Build, &moved[i].Archive} {
			if *at != "" {
				*at = s.pathFrom(dir, *at)
			}
		}
	}
	return moved
}

func namesOf(images []cluster.Image) []string {
	var names []string
	for _, image := range images {
		names = append(names, image.Name)
	}
	return names
}

// imagesSchema describes images for editors.
func imagesSchema() object {
	keys := object{}
	for key, doc := range imageKeys {
		keys[key] = object{"type": "string", "description": sentence(doc)}
	}
	keys["args"] = object{"type": "object", "additionalProperties": object{"type": types("string", "number", "boolean")}, "description": sentence(imageKeys["args"])}
	one := object{"type": types("object", "null"), "properties": keys, "additionalProperties": false}
	return object{"oneOf": []object{{"type": "object", "additionalProperties": one}, {"type": "array", "items": object{"type": "string"}}}}
}
