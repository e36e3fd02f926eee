package images

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// Own is an image of the user's application, which need not be in a registry: it is loaded into the nodes. At most one of Docker,
// Build and Archive is set. Without any, Docker has the image under Name.
type Own struct {
	// Name is the name in manifests.
	Name string `json:"name"`
	// Docker is the name in Docker.
	Docker string `json:"docker,omitempty"`
	// Build is the folder from which it is built.
	Build string `json:"build,omitempty"`
	// Dockerfile is a file in Build, Target a stage in it, and Args are NAME=VALUE build arguments.
	Dockerfile string   `json:"dockerfile,omitempty"`
	Target     string   `json:"target,omitempty"`
	Args       []string `json:"args,omitempty"`
	// Go is a Go package, which is compiled in Build; the image contains nothing else. Program is the name of the program in the
	// image.
	Go      string `json:"go,omitempty"`
	Program string `json:"program,omitempty"`
	// Archive is a file written by docker save, or an OCI image layout as a file or folder.
	Archive string `json:"archive,omitempty"`
}

// Wrong says that the user's description of an image is wrong: neither the host nor the cluster is at fault.
type Wrong struct{ error }

func (w Wrong) Unwrap() error { return w.error }

// Check finds missing files and folders.
func (o Own) Check() error {
	switch {
	case o.Build != "":
		if info, err := os.Stat(o.Build); err != nil || !info.IsDir() {
			return fmt.Errorf("images: %s: there is no folder %s to build it from", o.Name, o.Build)
		}
		if file := o.dockerfile(); o.Go == "" && !isFile(file) {
			return fmt.Errorf("images: %s: there is no file %s; dockerfile: names another one in %s, and go: a Go package for which there is none", o.Name, file, o.Build)
		}
	case o.Archive != "":
		if _, err := os.Stat(o.Archive); err != nil {
			return fmt.Errorf("images: %s: there is no archive %s", o.Name, o.Archive)
		}
	}
	return nil
}

func (o Own) dockerfile() string {
	if o.Dockerfile == "" {
		return filepath.Join(o.Build, "Dockerfile")
	}
	return filepath.Join(o.Build, filepath.FromSlash(o.Dockerfile))
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}

// ownRepository is the prefix of the users' images in Docker and in nodes.
const ownRepository = "gherkind.local/own/"

// ownLabel labels the images that were built for users, also their former versions, which have no name any more.
const ownLabel = "gherkind/image"

// RemoveOwn removes the images from Docker that were built for users.
func RemoveOwn(ctx context.Context) error {
	return errors.Join(docker.RemoveImages(ctx, ownRepository+"*"), docker.PruneImages(ctx, ownLabel))
}

var odd = regexp.MustCompile(`[^a-z0-9]+`)

// Repository returns a unique name for the image in nodes, without a tag and independent of the registry and tag in Name.
func (o Own) Repository() string {
	return ownRepository + strings.Trim(odd.ReplaceAllString(strings.ToLower(o.Name), "-"), "-")
}

// ready is an image that can be loaded into nodes.
type ready struct {
	Own
	inNodes string // its name in nodes, which changes with the content
	archive string // the archive to load; "" if it must still be written
	id      string // in Docker
	program string // the compiled program, for the architecture of the nodes
	arch    string
}

// prepare builds or finds the image. It writes files to dir.
func (o Own) prepare(ctx context.Context, progress host.Progress, dir string) (ready, error) {
	r := ready{Own: o, archive: o.Archive}
	content, err := "", error(nil)
	switch {
	case o.Archive != "":
		content, err = digest(o.Archive)
	case o.Go != "":
		content, err = r.compiled(ctx, progress, dir)
	case o.Build != "":
		r.id, err = o.build(ctx, progress)
		content = r.id
	default:
		r.id, err = docker.ImageID(ctx, o.docker())
		if err != nil {
			err = Wrong{fmt.Errorf("images: %s: Docker has no image %s: build or pull it first, or name the folder that it is built from (build: FOLDER): %w", o.Name, o.docker(), err)}
		}
		content = r.id
	}
	if err != nil {
		return r, err
	}
	r.inNodes = o.Repository() + ":" + short(content)
	return r, nil
}

func (o Own) docker() string {
	if o.Docker != "" {
		return o.Docker
	}
	return o.Name
}

// short returns the beginning of a digest, long enough to be unique.
func short(digest string) string {
	_, hex, found := strings.Cut(digest, ":")
	if !found {
		hex = digest
	}
	return hex[:min(len(hex), 12)]
}

// build makes Docker build the image, with its cache, and returns its ID.
func (o Own) build(ctx context.Context, progress host.Progress) (string, error) {
	progress.Step(fmt.Sprintf("build image %s from %s", o.Name, o.Build))
	args := []string{"build", "--tag", o.Repository(), "--label", ownLabel + "=" + o.Name, "--file", o.dockerfile()}
	if o.Target != "" {
		args = append(args, "--target", o.Target)
	}
	for _, arg := range o.Args {
		args = append(args, "--build-arg", arg)
	}
	if err := docker.Command(append(args, o.Build)...).Run(ctx); err != nil {
		if ctx.Err() != nil || docker.Answers(ctx) != nil || unreached(err) {
			return "", &host.EnvironmentError{Doing: "build image " + o.Name, Err: err}
		}
		return "", Wrong{fmt.Errorf("images: %s cannot be built from %s: %w", o.Name, o.Build, err)}
	}
	id, err := docker.ImageID(ctx, o.Repository())
	if err != nil {
		return "", fmt.Errorf("find the image that was built for %s: %w", o.Name, err)
	}
	progress.Done(short(id))
	return id, nil
}

// networkTrouble has messages of a build that could not reach a registry or download something else.
var networkTrouble = []string{"dial tcp", "i/o timeout", "tls handshake timeout", "no such host", "connection reset", "temporary failure", "toomanyrequests", "could not resolve"}

func unreached(err error) bool {
	text := strings.ToLower(err.Error())
	return slices.ContainsFunc(networkTrouble, func(sign string) bool { return strings.Contains(text, sign) })
}

// digest returns the digest of a file, or of the names and contents of all files in a folder.
func digest(path string) (string, error) {
	sum := sha256.New()
	err := filepath.WalkDir(path, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		near, err := filepath.Rel(path, name)
		if err != nil {
			return err
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s\x00", near)
		_, err = io.Copy(sum, f)
		return errors.Join(err, f.Close())
	})
	if err != nil {
		return "", fmt.Errorf("read the archive %s: %w", path, err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}
