package tensor

import "testing"

func TestMatrix(t *testing.T) {
	m := NewMatrix(2, 3)
	for i := range m.Data {
		m.Data[i] = float32(i)
	}
	row := m.Row(1)
	if len(row) != 3 || cap(row) != 3 || row[0] != 3 {
		t.Errorf("row 1 is %v, with room for %d", row, cap(row))
	}
	first := &m.Data[0]
	m.Reset(1, 4)
	if m.Rows != 1 || m.Cols != 4 || len(m.Data) != 4 || &m.Data[0] != first {
		t.Errorf("a smaller matrix is %d×%d with %d values, or took new memory", m.Rows, m.Cols, len(m.Data))
	}
	if m.Reset(2, 3); &m.Data[0] != first || len(m.Data) != 6 {
		t.Error("the memory of the larger matrix was not kept")
	}
	if m.Reset(3, 4); len(m.Data) != 12 || len(m.Row(2)) != 4 {
		t.Errorf("a larger matrix has %d values", len(m.Data))
	}
	if n := testing.AllocsPerRun(10, func() { m.Reset(1, 1); m.Reset(4, 3) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
