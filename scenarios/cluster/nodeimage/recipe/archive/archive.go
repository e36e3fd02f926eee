// Package archive writes images in the format of docker save, which docker load, containerd and kind's node image builder read.
//
// The format is described in the Docker Image Specification v1.2 (github.com/moby/moby, image/spec/v1.2.md).
package archive

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// Image is an image with one or more full names ("host/path:tag").
type Image struct {
	Names  []string
	Config Config
	Layers []layer.Layer
}

// Config is the field "config" of the image specification, which describes how to run an image. The field names are those of the
// specification.
type Config struct {
	Env          []string            `json:",omitempty"`
	Entrypoint   []string            `json:",omitempty"`
	Cmd          []string            `json:",omitempty"`
	User         string              `json:",omitempty"`
	WorkingDir   string              `json:",omitempty"`
	StopSignal   string              `json:",omitempty"`
	ExposedPorts map[string]struct{} `json:",omitempty"` // "80/tcp"
	Labels       map[string]string   `json:",omitempty"`
}

type manifestEntry struct {
	Config   string
	RepoTags []string
	Layers   []string
}

// Write writes the images for one architecture ("amd64").
//
// The file repositories comes first, because kind's builder reads the image names from repositories or manifest.json, whichever
// comes first, and reads only the first image from manifest.json.
func Write(w io.Writer, arch string, images []Image) error {
	t := tar.NewWriter(w)
	var manifest []manifestEntry
	configs := map[string][]byte{}
	repositories := map[string]map[string]string{}
	for _, image := range images {
		config, err := image.config(arch)
		if err != nil {
			return err
		}
		id := digest(config)
		entry := manifestEntry{Config: id + ".json", RepoTags: image.Names}
		configs[entry.Config] = config
		for _, l := range image.Layers {
			entry.Layers = append(entry.Layers, layerName(l))
		}
		manifest = append(manifest, entry)
		for _, name := range image.Names {
			repo, tag, err := Split(name)
			if err != nil {
				return err
			}
			if repositories[repo] == nil {
				repositories[repo] = map[string]string{}
			}
			repositories[repo][tag] = id
		}
	}
	if err := putJSON(t, "repositories", repositories); err != nil {
		return err
	}
	if err := putJSON(t, "manifest.json", manifest); err != nil {
		return err
	}
	for _, entry := range manifest {
		if err := put(t, entry.Config, int64(len(configs[entry.Config])), strings.NewReader(string(configs[entry.Config]))); err != nil {
			return err
		}
	}
	if err := putLayers(t, images); err != nil {
		return err
	}
	return t.Close()
}

// Split splits a full image name into repository and tag.
func Split(name string) (repo, tag string, err error) {
	i := strings.LastIndexByte(name, ':')
	if i < 0 || strings.Contains(name[i:], "/") || !strings.Contains(name[:i], "/") {
		return "", "", fmt.Errorf("image name %q: want host/path:tag", name)
	}
	return name[:i], name[i+1:], nil
}

func (i Image) config(arch string) ([]byte, error) {
	diffIDs := []string{}
	for _, l := range i.Layers {
		diffIDs = append(diffIDs, l.DiffID)
	}
	return json.Marshal(map[string]any{
		"architecture": arch,
		"os":           "linux",
		"created":      "1970-01-01T00:00:00Z", // constant, so that the same content results in the same image
		"config":       i.Config,
		"rootfs":       map[string]any{"type": "layers", "diff_ids": diffIDs},
	})
}

// putLayers writes each layer once, even if several images contain it.
func putLayers(t *tar.Writer, images []Image) error {
	done := map[string]bool{}
	for _, image := range images {
		for _, l := range image.Layers {
			if done[l.DiffID] {
				continue
			}
			done[l.DiffID] = true
			f, err := os.Open(l.File)
			if err != nil {
				return fmt.Errorf("read a layer of %s: %w", image.Names[0], err)
			}
			err = put(t, layerName(l), l.Size, f)
			f.Close()
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func layerName(l layer.Layer) string { return strings.TrimPrefix(l.DiffID, "sha256:") + "/layer.tar" }

func putJSON(t *tar.Writer, name string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return put(t, name, int64(len(data)), strings.NewReader(string(data)))
}

func put(t *tar.Writer, name string, size int64, content io.Reader) error {
	if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: size}); err != nil {
		return fmt.Errorf("write image archive: %s: %w", name, err)
	}
	if _, err := io.Copy(t, content); err != nil {
		return fmt.Errorf("write image archive: %s: %w", name, err)
	}
	return nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
