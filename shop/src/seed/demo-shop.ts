/** A category of the demo shop with those below it. */
export interface DemoCategory {
  slug: string;
  name: string;
  children?: DemoCategory[];
}

export const DEMO_CATEGORIES: DemoCategory[] = [
  {
    slug: 'clothing',
    name: 'Clothing',
    children: [
      {
        slug: 'shirts',
        name: 'Shirts',
        children: [
          { slug: 't-shirts', name: 'T-Shirts' },
          { slug: 'dress-shirts', name: 'Dress Shirts' },
        ],
      },
      { slug: 'trousers', name: 'Trousers' },
      { slug: 'shoes', name: 'Shoes' },
    ],
  },
  { slug: 'accessories', name: 'Accessories', children: [{ slug: 'bags', name: 'Bags' }] },
  {
    slug: 'home',
    name: 'Home',
    children: [
      { slug: 'kitchen', name: 'Kitchen' },
      { slug: 'lighting', name: 'Lighting' },
    ],
  },
  { slug: 'books', name: 'Books' },
];

/** One line of goods: every name becomes a product. */
export interface DemoLine {
  category: string;
  kind: string;
  material: string;
  /** Price in cents of the first product; each next one costs `step` more. */
  price: number;
  step: number;
  /** Choices of the variants; without, there is one variant. */
  options?: { name: string; values: string[] };
  names: string[];
  text: string;
}

const SIZES = { name: 'Size', values: ['S', 'M', 'L', 'XL'] };

export const DEMO_LINES: DemoLine[] = [
  {
    category: 't-shirts',
    kind: 'shirt',
    material: 'Organic cotton',
    price: 1_900,
    step: 100,
    options: SIZES,
    names: [
      'Harbour T-Shirt',
      'Meadow T-Shirt',
      'Coral T-Shirt',
      'Slate T-Shirt',
      'Saffron T-Shirt',
      'Breton Striped T-Shirt',
      'Pocket T-Shirt',
      'Heavyweight T-Shirt',
      'Raglan T-Shirt',
      'Longsleeve T-Shirt',
    ],
    text: 'A soft shirt of organic cotton that keeps its shape, cut for every day.',
  },
  {
    category: 'dress-shirts',
    kind: 'shirt',
    material: 'Cotton poplin',
    price: 4_900,
    step: 300,
    options: SIZES,
    names: [
      'White Poplin Shirt',
      'Blue Oxford Shirt',
      'Checked Flannel Shirt',
      'Linen Summer Shirt',
      'Evening Shirt',
      'Denim Shirt',
      'Band Collar Shirt',
      'Twill Shirt',
    ],
    text: 'A shirt with a fine collar and real buttons, for the office and the evening.',
  },
  {
    category: 'trousers',
    kind: 'trousers',
    material: 'Cotton twill',
    price: 6_900,
    step: 400,
    options: { name: 'Waist', values: ['30', '32', '34', '36'] },
    names: [
      'Straight Chinos',
      'Slim Chinos',
      'Carpenter Trousers',
      'Corduroy Trousers',
      'Wool Trousers',
      'Selvedge Jeans',
      'Linen Trousers',
    ],
    text: 'Trousers made to be worn for years, with deep pockets and a reinforced seat.',
  },
  {
    category: 'shoes',
    kind: 'shoe',
    material: 'Leather',
    price: 8_900,
    step: 900,
    options: { name: 'Shoe size', values: ['40', '41', '42', '43', '44'] },
    names: [
      'Canvas Sneaker',
      'Leather Sneaker',
      'Chelsea Boot',
      'Hiking Boot',
      'Suede Loafer',
      'Derby Shoe',
      'Espadrille',
    ],
    text: 'Shoes that can be resoled, on a last that leaves room for the toes.',
  },
  {
    category: 'bags',
    kind: 'bag',
    material: 'Waxed canvas',
    price: 3_900,
    step: 1_200,
    options: { name: 'Colour', values: ['Olive', 'Navy'] },
    names: [
      'Market Tote',
      'Day Backpack',
      'Messenger Bag',
      'Weekender',
      'Belt Bag',
      'Camera Bag',
      'Laptop Sleeve',
    ],
    text: 'Waxed canvas with leather straps; rain runs off and age suits it.',
  },
  {
    category: 'kitchen',
    kind: 'mug',
    material: 'Stoneware',
    price: 1_200,
    step: 250,
    options: { name: 'Glaze', values: ['Sand', 'Sea'] },
    names: [
      'Breakfast Mug',
      'Espresso Cup',
      'Milk Jug',
      'Soup Bowl',
      'Serving Dish',
      'Butter Dish',
      'Tea Pot',
      'Pour-Over Dripper',
    ],
    text: 'Thrown by hand and fired twice; every piece is a little different.',
  },
  {
    category: 'lighting',
    kind: 'lamp',
    material: 'Brass',
    price: 5_900,
    step: 1_500,
    names: ['Reading Lamp', 'Desk Lamp', 'Bedside Lamp', 'Floor Lamp', 'Clamp Lamp', 'Lantern'],
    text: 'Warm light from a brass arm that stays where it is put.',
  },
  {
    category: 'books',
    kind: 'book',
    material: 'Paper',
    price: 1_400,
    step: 200,
    options: { name: 'Binding', values: ['Paperback', 'Hardcover'] },
    names: [
      'A Field Guide to Tides',
      'The Small Kitchen',
      'Notes on Repair',
      'Walking North',
      'Letters from the Orchard',
      'How Rivers Remember',
      'The Patient Carpenter',
    ],
    text: 'A book to read twice and to lend once.',
  },
];
