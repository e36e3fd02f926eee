package serve

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"
	"strings"
)

// handedFile is a file that a student handed in.
type handedFile struct {
	name string
	data []byte
}

// handedFiles are the files of one form.
type handedFiles struct {
	all   []handedFile
	taken map[string]bool
}

// add adds a file under its own name, so that messages about it mean something to the student. A name that is taken gets a
// number: files of two folders may have the same one.
func (h *handedFiles) add(name string, data []byte) {
	name = name[strings.LastIndexAny(name, `/\:`)+1:]
	ending := path.Ext(name)
	begin, own := strings.TrimSuffix(name, ending), name
	for n := 2; h.taken[own]; n++ {
		own = fmt.Sprintf("%s-%d%s", begin, n, ending)
	}
	if h.taken == nil {
		h.taken = map[string]bool{}
	}
	h.taken[own] = true
	h.all = append(h.all, handedFile{own, data})
}

func zipped(files []handedFile) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, file := range files {
		f, err := archive.Create(file.name)
		if err == nil {
			_, err = f.Write(file.data)
		}
		if err != nil {
			return nil, fmt.Errorf("keep %s: %w", file.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("keep the work: %w", err)
	}
	return out.Bytes(), nil
}
