// Package sharedlib finds the shared libraries that programs need, so that an image can contain a program of a Debian root without
// the rest of the root.
package sharedlib

import (
	"debug/elf"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// File is a file that an image needs: Name is its path in the image, Source the file with the content.
type File struct{ Name, Source string }

// Closure returns the libraries and the loader that programs need, including indirect dependencies. The programs are files on this
// machine. The roots are searched in order. Libraries that a program loads with dlopen are not found. The files are sorted by name;
// names have no leading slash.
func Closure(roots []string, programs ...string) ([]File, error) {
	found := map[string]string{}
	queue := slices.Clone(programs)
	for len(queue) > 0 {
		program := queue[0]
		queue = queue[1:]
		names, err := needs(program)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			file, err := find(roots, name)
			if err != nil {
				return nil, fmt.Errorf("%s needs %s: %w", program, name, err)
			}
			if _, seen := found[file.Name]; !seen {
				found[file.Name] = file.Source
				queue = append(queue, file.Source)
			}
		}
	}
	var files []File
	for name, source := range found {
		files = append(files, File{name, source})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// needs returns the names of the libraries (DT_NEEDED) and the path of the loader (PT_INTERP) from an ELF file, see elf(5). A static
// program has neither.
func needs(program string) ([]string, error) {
	f, err := elf.Open(program)
	if err != nil {
		return nil, fmt.Errorf("read program %s: %w", program, err)
	}
	defer f.Close()
	names, err := f.ImportedLibraries()
	if err != nil {
		return nil, fmt.Errorf("read program %s: %w", program, err)
	}
	for _, p := range f.Progs {
		if p.Type != elf.PT_INTERP {
			continue
		}
		path := make([]byte, p.Filesz)
		if _, err := p.ReadAt(path, 0); err != nil {
			return nil, fmt.Errorf("read program %s: %w", program, err)
		}
		names = append(names, strings.TrimRight(string(path), "\x00"))
	}
	return names, nil
}

// find searches for a library by its name, or for the loader by its absolute path.
func find(roots []string, name string) (File, error) {
	for _, root := range roots {
		candidates := []string{strings.TrimPrefix(name, "/")}
		if !filepath.IsAbs(name) {
			candidates = nil
			for _, dir := range []string{"usr/lib/*-linux-gnu", "usr/lib", "lib/*-linux-gnu", "lib"} {
				some, err := filepath.Glob(filepath.Join(root, dir, name))
				if err != nil {
					return File{}, err
				}
				for _, path := range some {
					rel, err := filepath.Rel(root, path)
					if err != nil {
						return File{}, err
					}
					candidates = append(candidates, rel)
				}
			}
		}
		for _, c := range candidates {
			source, err := Resolve(root, c)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			return File{Name: inUsr(c), Source: source}, err
		}
	}
	return File{}, fs.ErrNotExist
}

// inUsr returns the path of a library in an image that gherkind builds, where /lib and /lib64 are links to folders in /usr.
func inUsr(name string) string {
	if strings.HasPrefix(name, "lib") {
		return "usr/" + name
	}
	return name
}

// Resolve follows symbolic links as if root were the root directory, like chroot.
func Resolve(root, name string) (string, error) {
	rest := strings.Split(filepath.Clean(name), "/")
	done := "/"
	for hops := 0; len(rest) > 0; {
		next := filepath.Join(done, rest[0])
		rest = rest[1:]
		info, err := os.Lstat(filepath.Join(root, next))
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			done = next
			continue
		}
		if hops++; hops > 40 { // the limit of the kernel
			return "", fmt.Errorf("follow %s: too many links", name)
		}
		target, err := os.Readlink(filepath.Join(root, next))
		if err != nil {
			return "", err
		}
		if filepath.IsAbs(target) {
			done = "/"
		}
		rest = append(strings.Split(strings.Trim(filepath.Clean(target), "/"), "/"), rest...)
	}
	return filepath.Join(root, done), nil
}
